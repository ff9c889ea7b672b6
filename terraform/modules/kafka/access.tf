# Who may reach the nodes, and what the nodes may do.

locals {
  secrets = "/${var.cluster.name}/kafka"
}

module "group" {
  source = "../group"

  cluster     = var.cluster
  name        = "kafka"
  description = "Brokers and controllers"
  place       = var.place
  images      = ["kafka"]
  secrets     = ["kafka"]
}

resource "aws_vpc_security_group_ingress_rule" "kafka" {
  for_each                     = { replication = 9091, clients = 9092, controllers = 9093 }
  security_group_id            = module.group.security_group
  description                  = "Nodes of Kafka: ${each.key}"
  referenced_security_group_id = module.group.security_group
  ip_protocol                  = "tcp"
  from_port                    = each.value
  to_port                      = each.value
}
