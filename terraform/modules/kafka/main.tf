# Kafka in KRaft mode. Clients come by TLS and SCRAM on 9092; brokers and controllers know one another by their certificate
# (mutual TLS) on 9091 and 9093, whose name, `kafka`, is that of the one user who may do everything.

locals {
  domain   = var.place.dns.domain
  combined = var.controllers == 0

  controllers = { for i in range(var.controllers) : "controller-${i + 1}" => {
    id           = i + 1
    subnet       = var.place.subnets[i % length(var.place.subnets)]
    broker       = false
    controller   = true
    type         = var.instance_type.controller
    heap         = var.heap.controller
    stop_seconds = 60
    # The log of the cluster's own data: small.
    data_volume = { gb = 20, throughput = 125, final_snapshot = var.data_volume.final_snapshot }
  } }

  brokers = { for i in range(var.brokers) : "broker-${i + 1}" => {
    # A combined broker has a controller's number, so that it may vote.
    id           = local.combined ? i + 1 : i + 101
    subnet       = var.place.subnets[i % length(var.place.subnets)]
    broker       = true
    controller   = local.combined
    type         = var.instance_type.broker
    heap         = var.heap.broker
    stop_seconds = 120
    data_volume  = var.data_volume
  } }

  nodes  = merge(local.controllers, local.brokers)
  quorum = { for name, node in local.nodes : name => node if node.controller }
  voters = { for name, node in local.quorum : name => node if local.combined || node.id <= var.initial_controllers }

  # Ids that follow from the names: 22 letters of base64, of which the last one may hold two bits alone.
  cluster_id = "E${substr(local.letters["cluster"], 0, 20)}A"
  letters = { for name in concat(["cluster"], keys(local.nodes)) :
    name => replace(replace(base64sha256("${var.cluster.name} ${name}"), "+", "0"), "/", "1")
  }

  initial_controllers = join(",", [for name, node in local.voters :
    "${node.id}@${name}.kafka.${local.domain}:9093:E${substr(local.letters[name], 0, 20)}A"
  ])

  replication = min(3, var.brokers)

  bootstrap_servers = join(",", [for name in keys(local.brokers) : "${name}.kafka.${local.domain}:9092"])

  tool = templatefile("${path.module}/engage-kafka.tftpl", { image = var.image })
}

module "unit" {
  source   = "../unit"
  for_each = local.nodes

  name    = "kafka"
  image   = var.image
  user    = 1000
  command = ["/opt/kafka/bin/kafka-server-start.sh", "/etc/engage/server.properties"]
  settings = merge({
    "kafka.pem" = "{secret:kafka.key}\n{secret:kafka.crt}\n"
    "ca.crt"    = "{secret:ca.crt}\n"
    "server.properties" = templatefile("${path.module}/server.properties.tftpl", {
      id         = each.value.id
      host       = "${each.key}.kafka.${local.domain}"
      broker     = each.value.broker
      controller = each.value.controller
      quorum     = join(",", [for name in keys(local.quorum) : "${name}.kafka.${local.domain}:9093"])
      zone       = each.value.subnet.zone
      replicas   = local.replication
      in_sync    = max(1, local.replication - 1)
    })
    "storage.env"      = "CLUSTER_ID=${local.cluster_id}\nINITIAL_CONTROLLERS=${contains(keys(local.voters), each.key) ? local.initial_controllers : ""}\n"
    "admin.properties" = templatefile("${path.module}/admin.properties.tftpl", { host = "${each.value.broker ? each.key : "broker-1"}.kafka.${local.domain}" })
  }, each.value.broker ? { "users.properties" = file("${path.module}/users.properties") } : {})
  environment  = { KAFKA_HEAP_OPTS = "-Xms${each.value.heap} -Xmx${each.value.heap}", LOG_DIR = "/tmp" }
  volumes      = { "/var/lib/kafka" = "/var/lib/engage/kafka" }
  prepare      = ["/usr/local/bin/engage-kafka format"]
  started      = each.key == "broker-1" ? "-/usr/bin/systemctl start --no-block engage-kafka-access.service" : ""
  stop_seconds = each.value.stop_seconds
  logs         = { group = aws_cloudwatch_log_group.this.name, region = var.cluster.region, stream = each.key }
}

module "node" {
  source   = "../node"
  for_each = local.nodes

  cluster          = var.cluster
  name             = each.key
  group            = "kafka"
  secrets          = [local.secrets]
  ami              = var.place.ami
  instance_type    = each.value.type
  subnet           = each.value.subnet
  security_group   = module.group.security_group
  instance_profile = module.group.instance_profile
  bucket           = var.place.bucket
  dns              = var.place.dns
  host_names       = ["${each.key}.kafka"]
  files = merge(module.unit[each.key].files, { "/usr/local/bin/engage-kafka" = local.tool }, each.key == "broker-1" ? {
    "/etc/systemd/system/engage-kafka-access.service" = file("${path.module}/engage-kafka-access.service")
  } : {})
  units       = [module.unit[each.key].unit]
  data_volume = each.value.data_volume
  alarm_topic = var.place.alarm_topic
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/${var.cluster.name}/kafka"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.cluster.kms_key_arn
}

module "under_replicated_alarm" {
  source   = "../alarm"
  for_each = local.brokers
  name     = "${var.cluster.name}-${each.key}-under-replicated"
  means    = "Partitions lack a replica"
  entry    = "under-replicated"
  metric   = { name = "UnderReplicatedPartitions", dimensions = { Cluster = var.cluster.name, Node = each.key } }
  periods  = 5
  missing  = "missing"
  topic    = var.place.alarm_topic
}
