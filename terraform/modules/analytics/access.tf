# Who may reach the nodes, and what the nodes may do.

locals {
  secrets = "/${var.cluster.name}/analytics"
}

module "group" {
  source = "../group"

  cluster     = var.cluster
  name        = "analytics"
  description = "Spark, Redis and the services that count"
  place       = var.place
  images      = concat(["metrics-svc", "sentiment-svc", "archive-svc", "batch", "redis"], var.guests.images)
  secrets     = concat(["analytics"], var.guests.secrets)
  archive     = "write"
}

resource "aws_vpc_security_group_ingress_rule" "among" {
  for_each = {
    redis      = [6379, 6379]
    spark      = [7077, 7081]
    spark_jobs = [7100, 7199]
  }
  security_group_id            = module.group.security_group
  description                  = "Analytics nodes: ${each.key}"
  referenced_security_group_id = module.group.security_group
  ip_protocol                  = "tcp"
  from_port                    = each.value[0]
  to_port                      = each.value[1]
}

resource "aws_vpc_security_group_ingress_rule" "kafka" {
  security_group_id            = var.kafka.security_group
  description                  = "Kafka's clients on the analytics nodes"
  referenced_security_group_id = module.group.security_group
  ip_protocol                  = "tcp"
  from_port                    = 9092
  to_port                      = 9092
}
