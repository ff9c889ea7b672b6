# The analytics nodes: a Spark master and its workers, Redis with one replica, and the services that count, spread over them.
# Instances of a service have numbers; where one runs follows from its number alone, so that adding some moves none.

locals {
  # Its tables are large and met at random, and what it does for each event is worth an optimizing compiler; see docs/performance.md.
  counters_java = join(" ", [
    "-XX:+AlwaysPreTouch -XX:+UseTransparentHugePages -XX:MetaspaceSize=64m",
    "-XX:Tier4InvocationThreshold=200000 -XX:Tier4MinInvocationThreshold=100000",
    "-XX:Tier4CompileThreshold=400000 -XX:Tier4BackEdgeThreshold=600000",
  ])

  domain = var.place.dns.domain
  master = "spark-master"
  names  = concat([for i in range(var.workers) : "worker-${i + 1}"], [local.master])
  nodes  = { for i, name in local.names : name => { subnet = var.place.subnets[i % length(var.place.subnets)] } }

  redis_nodes = slice(concat([local.master], local.names), 0, var.workers == 0 ? 1 : 2)

  # Each service begins one node further on.
  services = {
    archive-svc   = { first = 0, count = var.instances.archive, port = 8084, user = "archive", heap = var.heap.archive }
    sentiment-svc = { first = 1, count = var.instances.sentiment, port = 8083, user = "sentiment", heap = var.heap.sentiment }
    metrics-svc   = { first = 2, count = var.instances.metrics, port = 8082, user = "metrics", heap = var.heap.metrics }
  }

  lag = {
    archive-svc   = { metric = "engage_archive_age_seconds", per_second = 1 }
    sentiment-svc = { metric = "engage_sentiment_behind_ms", per_second = 1000 }
    metrics-svc   = { metric = "engage_metrics_behind_seconds", per_second = 1 }
  }

  own_settings = {
    archive-svc   = <<-END
      engage.archive.bucket=${var.place.bucket}
      engage.archive.region=${var.cluster.region}
      engage.archive.buffer-dir=/var/lib/archive
    END
    sentiment-svc = <<-END
      engage.replication-factor=${var.kafka.replication}
    END
    metrics-svc   = <<-END
      engage.replication-factor=${var.kafka.replication}
      engage.stream-threads=2
      engage.standby-replicas=${var.instances.metrics > 1 ? 1 : 0}
    END
  }

  # Names like metrics-svc-2, with a port of their own on whatever node they run.
  placed = merge([for service, s in local.services : {
    for i in range(s.count) : "${service}-${i + 1}" => merge(s, {
      service = service
      node    = local.names[(s.first + i) % length(local.names)]
      port    = s.port + 10 * i
    })
  }]...)
}

module "clients" {
  source   = "../clients"
  for_each = local.services

  bootstrap_servers = var.kafka.bootstrap_servers
  user              = each.value.user
  redis_host        = each.key == "archive-svc" ? "" : "primary.redis.${local.domain}"
}

module "service_unit" {
  source   = "../unit"
  for_each = local.placed

  name  = each.key
  image = var.images[each.value.service]
  user  = 65532
  settings = {
    "ca.crt" = "{secret:ca.crt}\n"
    "application.properties" = join("", [
      each.value.service == "archive-svc" ? "" : "engage.instance-id=${each.key}\n",
      module.clients[each.value.service].properties,
      local.own_settings[each.value.service],
    ])
  }
  environment = {
    QUARKUS_CONFIG_LOCATIONS = "/etc/engage/application.properties"
    QUARKUS_HTTP_HOST        = "0.0.0.0"
    QUARKUS_HTTP_PORT        = tostring(each.value.port)
    JDK_JAVA_OPTIONS         = "-XX:+UseSerialGC -Xmx${each.value.heap} -XX:-UsePerfData -XX:+ExitOnOutOfMemoryError${each.value.service == "metrics-svc" ? " -Xms${each.value.heap} ${local.counters_java}" : ""}"
  }
  volumes = each.value.service == "archive-svc" ? { "/var/lib/archive" = "/var/lib/engage/${each.key}" } : {}
  prepare = each.value.service == "archive-svc" ? ["/usr/bin/install -d -o 65532 -g 65532 /var/lib/engage/${each.key}"] : []
  logs    = { group = aws_cloudwatch_log_group.this.name, region = var.cluster.region, stream = each.key }
  health  = "http://127.0.0.1:${each.value.port}/q/health/ready"
  lag     = merge({ url = "http://127.0.0.1:${each.value.port}/q/metrics" }, local.lag[each.value.service])
}

module "redis_unit" {
  source   = "../unit"
  for_each = { for i, node in local.redis_nodes : tostring(i + 1) => node }

  name    = "redis-${each.key}"
  image   = var.images["redis"]
  command = ["redis-server", "/etc/engage/redis.conf"]
  user    = 999
  settings = {
    "ca.crt"    = "{secret:ca.crt}\n"
    "redis.crt" = "{secret:redis.crt}\n"
    "redis.key" = "{secret:redis.key}\n"
    "redis.conf" = templatefile("${path.module}/redis.conf.tftpl", {
      primary = tonumber(each.key) == var.redis.primary ? "" : "primary.redis.${local.domain}"
      host    = "redis-${each.key}.redis.${local.domain}"
      memory  = var.redis.memory
    })
  }
  logs = { group = aws_cloudwatch_log_group.this.name, region = var.cluster.region, stream = "redis-${each.key}" }
}

# Spark and the jobs are one image: a JDK with batch/ and all it needs under /opt/spark (batch.Dockerfile).
locals {
  spark_settings = {
    "spark.conf" = templatefile("${path.module}/spark.conf.tftpl", { host = "${local.master}.${local.domain}" })
    "java.args"  = file("${path.module}/java.args")
  }
  spark_classes = ["@/etc/engage/java.args", "-cp", "/opt/spark/jars/*"]
}

module "spark_master_unit" {
  source = "../unit"

  name       = "spark-master"
  image      = var.images["batch"]
  entrypoint = "java"
  command = concat(local.spark_classes, ["org.apache.spark.deploy.master.Master", "--host", "${local.master}.${local.domain}",
  "--port", "7077", "--webui-port", "7080", "--properties-file", "/etc/engage/spark.conf"])
  user     = 65532
  settings = merge(local.spark_settings, { "ca.crt" = "{secret:ca.crt}\n", "kafka.properties" = module.batch_client.properties })
  logs     = { group = aws_cloudwatch_log_group.this.name, region = var.cluster.region, stream = "spark-master" }
  health   = "http://${local.master}.${local.domain}:7080/json/"
}

module "batch_client" {
  source = "../clients"

  bootstrap_servers = var.kafka.bootstrap_servers
  user              = "batch"
}

module "spark_worker_unit" {
  source   = "../unit"
  for_each = toset(var.workers == 0 ? [local.master] : [for name in local.names : name if name != local.master])

  name       = "spark-worker"
  image      = var.images["batch"]
  entrypoint = "java"
  command = concat(local.spark_classes, ["org.apache.spark.deploy.worker.Worker", "spark://${local.master}.${local.domain}:7077",
    "--host", "${each.key}.${local.domain}", "--port", "7078", "--webui-port", "7081", "--work-dir", "/var/lib/spark",
  "--cores", tostring(var.spark_worker.cores), "--memory", var.spark_worker.memory, "--properties-file", "/etc/engage/spark.conf"])
  user     = 65532
  settings = local.spark_settings
  # What does not fit into memory goes to the disk: /tmp is memory, too.
  environment = { SPARK_LOCAL_DIRS = "/var/lib/spark" }
  volumes     = { "/var/lib/spark" = "/var/lib/engage/spark" }
  prepare     = ["/usr/bin/install -d -o 65532 -g 65532 /var/lib/engage/spark"]
  logs        = { group = aws_cloudwatch_log_group.this.name, region = var.cluster.region, stream = "spark-${each.key}" }
  health      = "http://${each.key}.${local.domain}:7081/json/"
}

locals {
  units = { for name in local.names : name => concat(
    [for unit, placed in local.placed : module.service_unit[unit] if placed.node == name],
    [for i, node in local.redis_nodes : module.redis_unit[tostring(i + 1)] if node == name],
    name == local.master ? [module.spark_master_unit] : [],
    [for worker, unit in module.spark_worker_unit : unit if worker == name],
  ) }
}

module "node" {
  source   = "../node"
  for_each = local.nodes

  cluster          = var.cluster
  name             = each.key
  group            = "analytics"
  secrets          = concat([local.secrets], each.key == local.names[0] ? [for group in var.guests.secrets : "/${var.cluster.name}/${group}"] : [])
  ami              = var.place.ami
  instance_type    = var.instance_type
  subnet           = each.value.subnet
  security_group   = module.group.security_group
  instance_profile = module.group.instance_profile
  bucket           = var.place.bucket
  dns              = var.place.dns
  host_names       = concat([each.key], [for i, node in local.redis_nodes : "redis-${i + 1}.redis" if node == each.key])
  files = merge(concat(
    [for unit in local.units[each.key] : unit.files],
    each.key == local.names[0] ? [var.guests.files] : [],
    each.key == local.master ? [{ "/usr/local/bin/engage-batch" = local.batch_tool }] : [],
  )...)
  units          = concat([for unit in local.units[each.key] : unit.unit], each.key == local.names[0] ? var.guests.units : [])
  root_volume_gb = var.root_volume_gb
  alarm_topic    = var.place.alarm_topic
}

locals {
  batch_tool = templatefile("${path.module}/engage-batch.tftpl", {
    image  = var.images["batch"]
    host   = "${local.master}.${local.domain}"
    bucket = var.place.bucket
    kafka  = var.kafka.bootstrap_servers
    portal = "http://${var.portal_node}.${local.domain}:8080"
    group  = aws_cloudwatch_log_group.this.name
    region = var.cluster.region
  })
}

# Where writes go; docs/aws.md tells how to let the replica take over.
resource "aws_route53_record" "redis" {
  zone_id = var.place.dns.zone
  name    = "primary.redis.${local.domain}"
  type    = "CNAME"
  ttl     = 10
  records = ["redis-${min(var.redis.primary, length(local.redis_nodes))}.redis.${local.domain}"]
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/${var.cluster.name}/analytics"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.cluster.kms_key_arn
}

module "lag_alarm" {
  source = "../alarm"
  # Seconds; files of the archive are cut every five minutes.
  for_each = { metrics-svc = 10, sentiment-svc = 30, archive-svc = 900 }
  name     = "${var.cluster.name}-${each.key}-lag"
  means    = "More than ${each.value} s behind the log"
  entry    = "lag: ${each.key}"
  metric   = { name = "BehindSeconds", dimensions = { Cluster = var.cluster.name, Service = each.key } }
  limit    = each.value
  periods  = 3
  missing  = "breaching"
  topic    = var.place.alarm_topic
}
