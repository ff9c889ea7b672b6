# Who may reach the load balancer and the nodes, and what the nodes may do.

locals {
  secrets = "/${var.cluster.name}/web"
  own     = var.hosts == null ? 1 : 0

  doors = merge([for port in local.tls ? [80, 443] : [80] : {
    for cidr in var.allowed_cidrs : "${cidr} on ${port}" => { port = port, cidr = cidr }
  }]...)
}

resource "aws_security_group" "balancer" {
  name        = "${var.cluster.name}-balancer"
  description = "The load balancer"
  vpc_id      = var.place.vpc.id
}

resource "aws_vpc_security_group_ingress_rule" "doors" {
  for_each          = local.doors
  security_group_id = aws_security_group.balancer.id
  description       = each.value.port == 443 ? "HTTPS" : local.tls ? "Redirected to HTTPS" : "HTTP, for a trial"
  cidr_ipv4         = each.value.cidr
  ip_protocol       = "tcp"
  from_port         = each.value.port
  to_port           = each.value.port
}

resource "aws_vpc_security_group_egress_rule" "balancer" {
  for_each                     = local.services
  security_group_id            = aws_security_group.balancer.id
  description                  = each.key
  referenced_security_group_id = local.group
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
}

module "group" {
  source = "../group"
  count  = local.own

  cluster     = var.cluster
  name        = "web"
  description = "Portal and ingest-svc"
  place       = var.place
  images      = keys(local.services)
  secrets     = ["web"]
}

resource "aws_vpc_security_group_ingress_rule" "services" {
  for_each                     = local.services
  security_group_id            = local.group
  description                  = "The load balancer, for ${each.key}"
  referenced_security_group_id = aws_security_group.balancer.id
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
}

resource "aws_vpc_security_group_ingress_rule" "jobs" {
  count                        = local.own
  security_group_id            = local.group
  description                  = "Jobs that compare their figures with the portal's"
  referenced_security_group_id = var.redis.security_group
  ip_protocol                  = "tcp"
  from_port                    = local.services["portal"].port
  to_port                      = local.services["portal"].port
}

resource "aws_vpc_security_group_ingress_rule" "kafka" {
  count                        = local.own
  security_group_id            = var.kafka.security_group
  description                  = "Kafka's clients on the web nodes"
  referenced_security_group_id = module.group[0].security_group
  ip_protocol                  = "tcp"
  from_port                    = 9092
  to_port                      = 9092
}

resource "aws_vpc_security_group_ingress_rule" "redis" {
  count                        = local.own
  security_group_id            = var.redis.security_group
  description                  = "The portal"
  referenced_security_group_id = module.group[0].security_group
  ip_protocol                  = "tcp"
  from_port                    = 6379
  to_port                      = 6379
}
