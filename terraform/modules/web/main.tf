# The door for people and senders: a load balancer with TLS before the portal and ingest-svc.

locals {
  tls   = var.certificate_arn != null
  nodes = { for i in range(var.nodes) : "web-${i + 1}" => var.place.subnets[i % length(var.place.subnets)] }

  services = {
    portal     = { port = 8080, heap = var.heap.portal, health = "/q/health/ready" }
    ingest-svc = { port = 8081, heap = var.heap.ingest, health = "/q/health/ready" }
  }

  # Senders' addresses are those that the load balancer tells, and it alone.
  behind_balancer = <<-END
    quarkus.http.proxy.proxy-address-forwarding=true
    quarkus.http.proxy.allow-x-forwarded=true
  END

  own_settings = {
    portal     = ""
    ingest-svc = <<-END
      engage.ingest.topics.partitions=${var.topic_partitions}
      engage.ingest.topics.replication-factor=${var.kafka.replication}
      {secret:ingest-keys.properties}
    END
  }

  targets = var.hosts == null ? { for name, node in module.node : name => node.id } : { host = var.hosts.id }
  group   = var.hosts == null ? module.group[0].security_group : var.hosts.security_group
}

module "clients" {
  source   = "../clients"
  for_each = local.services

  bootstrap_servers = var.kafka.bootstrap_servers
  user              = each.key == "ingest-svc" ? "ingest" : ""
  redis_host        = each.key == "portal" ? var.redis.host : ""
}

module "unit" {
  source   = "../unit"
  for_each = local.services

  name  = each.key
  image = var.images[each.key]
  user  = 65532
  settings = {
    "ca.crt" = "{secret:ca.crt}\n"
    "application.properties" = join("", [
      local.behind_balancer,
      module.clients[each.key].properties,
      local.own_settings[each.key],
    ])
  }
  environment = {
    QUARKUS_CONFIG_LOCATIONS = "/etc/engage/application.properties"
    QUARKUS_HTTP_HOST        = "0.0.0.0"
    QUARKUS_HTTP_PORT        = tostring(each.value.port)
    JDK_JAVA_OPTIONS         = "-XX:+UseSerialGC -Xmx${each.value.heap} -XX:-UsePerfData -XX:+ExitOnOutOfMemoryError"
  }
  logs   = { group = aws_cloudwatch_log_group.this.name, region = var.cluster.region, stream = each.key }
  health = "http://127.0.0.1:${each.value.port}${each.value.health}"
}

locals {
  files = merge([for unit in module.unit : unit.files]...)
  units = [for unit in module.unit : unit.unit]
}

module "node" {
  source   = "../node"
  for_each = local.nodes

  cluster          = var.cluster
  name             = each.key
  group            = "web"
  secrets          = [local.secrets]
  ami              = var.place.ami
  instance_type    = var.instance_type
  subnet           = each.value
  security_group   = module.group[0].security_group
  instance_profile = module.group[0].instance_profile
  bucket           = var.place.bucket
  dns              = var.place.dns
  host_names       = [each.key]
  files            = local.files
  units            = local.units
  alarm_topic      = var.place.alarm_topic
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/${var.cluster.name}/web"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.cluster.kms_key_arn
}

resource "aws_lb" "this" {
  name                       = var.cluster.name
  load_balancer_type         = "application"
  subnets                    = var.public_subnets
  security_groups            = [aws_security_group.balancer.id]
  drop_invalid_header_fields = true
  enable_deletion_protection = var.deletion_protection
  # Below the 75 s for which ingest-svc keeps a connection open, so that it is never the one who closes.
  idle_timeout = 60
}

resource "aws_lb_target_group" "this" {
  for_each             = local.services
  name                 = "${var.cluster.name}-${each.key}"
  port                 = each.value.port
  protocol             = "HTTP"
  vpc_id               = var.place.vpc.id
  deregistration_delay = 20

  health_check {
    path                = each.value.health
    interval            = 10
    timeout             = 5
    healthy_threshold   = 2
    unhealthy_threshold = 3
    matcher             = "200"
  }
}

resource "aws_lb_target_group_attachment" "this" {
  for_each = merge([for service in keys(local.services) : {
    for name in keys(var.hosts == null ? local.nodes : { host = null }) : "${service} on ${name}" => { service = service, name = name }
  }]...)
  target_group_arn = aws_lb_target_group.this[each.value.service].arn
  target_id        = local.targets[each.value.name]
}

resource "aws_lb_listener" "tls" {
  count             = local.tls ? 1 : 0
  load_balancer_arn = aws_lb.this.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = var.certificate_arn

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this["portal"].arn
  }
}

# With a certificate it only sends people on to HTTPS.
resource "aws_lb_listener" "plain" {
  load_balancer_arn = aws_lb.this.arn
  port              = 80
  protocol          = "HTTP"

  default_action {
    type             = local.tls ? "redirect" : "forward"
    target_group_arn = local.tls ? null : aws_lb_target_group.this["portal"].arn

    dynamic "redirect" {
      for_each = local.tls ? [1] : []
      content {
        port        = "443"
        protocol    = "HTTPS"
        status_code = "HTTP_301"
      }
    }
  }
}

resource "aws_lb_listener_rule" "ingest" {
  listener_arn = local.tls ? aws_lb_listener.tls[0].arn : aws_lb_listener.plain.arn
  priority     = 10

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this["ingest-svc"].arn
  }

  condition {
    path_pattern {
      values = ["/v1/*", "/engage.js"]
    }
  }
}

# Below /q/ all but the contract of the API is for operators alone. The services refuse the rest, too, however the address is written
# (service/OperatorsOnly).
resource "aws_lb_listener_rule" "contract" {
  listener_arn = local.tls ? aws_lb_listener.tls[0].arn : aws_lb_listener.plain.arn
  priority     = 4

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this["portal"].arn
  }

  condition {
    path_pattern {
      values = ["/q/openapi", "/q/openapi.*"]
    }
  }
}

resource "aws_lb_listener_rule" "closed" {
  listener_arn = local.tls ? aws_lb_listener.tls[0].arn : aws_lb_listener.plain.arn
  priority     = 5

  action {
    type = "fixed-response"
    fixed_response {
      content_type = "text/plain"
      message_body = "Not found"
      status_code  = "404"
    }
  }

  condition {
    path_pattern {
      values = ["/q", "/q/*"]
    }
  }
}

locals {
  # What the load balancer says of each service.
  balancer_dimensions = { for service in keys(local.services) :
    service => { LoadBalancer = aws_lb.this.arn_suffix, TargetGroup = aws_lb_target_group.this[service].arn_suffix }
  }
}

module "unhealthy_alarm" {
  source   = "../alarm"
  for_each = local.services
  name     = "${var.cluster.name}-${each.key}-unhealthy"
  means    = "The load balancer finds no healthy ${each.key}, or not all"
  entry    = "unhealthy"
  metric   = { namespace = "AWS/ApplicationELB", name = "UnHealthyHostCount", dimensions = local.balancer_dimensions[each.key] }
  periods  = 2
  missing  = "breaching"
  topic    = var.place.alarm_topic
}

module "errors_alarm" {
  source   = "../alarm"
  for_each = local.services
  name     = "${var.cluster.name}-${each.key}-errors"
  means    = "${each.key} answers with 5xx"
  entry    = "errors"
  metric = {
    namespace  = "AWS/ApplicationELB"
    name       = "HTTPCode_Target_5XX_Count"
    dimensions = local.balancer_dimensions[each.key]
    statistic  = "Sum"
  }
  limit   = 10
  periods = 3
  missing = "notBreaching"
  topic   = var.place.alarm_topic
}
