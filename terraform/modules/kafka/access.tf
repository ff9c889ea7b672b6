# Who may reach the nodes, and what the nodes may do.

locals {
  secrets = "/${var.cluster.name}/kafka"
}

resource "aws_security_group" "this" {
  name        = "${var.cluster.name}-kafka"
  description = "Brokers and controllers"
  vpc_id      = var.place.vpc.id
}

resource "aws_vpc_security_group_ingress_rule" "kafka" {
  for_each                     = { replication = 9091, clients = 9092, controllers = 9093 }
  security_group_id            = aws_security_group.this.id
  description                  = "Nodes of Kafka: ${each.key}"
  referenced_security_group_id = aws_security_group.this.id
  ip_protocol                  = "tcp"
  from_port                    = each.value
  to_port                      = each.value
}

resource "aws_vpc_security_group_egress_rule" "inside" {
  security_group_id = aws_security_group.this.id
  description       = "The other nodes"
  cidr_ipv4         = var.place.vpc.cidr
  ip_protocol       = "-1"
}

resource "aws_vpc_security_group_egress_rule" "https" {
  security_group_id = aws_security_group.this.id
  description       = "AWS"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

module "role" {
  source = "../role"

  cluster = var.cluster
  group   = "kafka"
  account = var.place.account
  bucket  = var.place.bucket_arn
  images  = ["kafka"]
  secrets = ["kafka"]
}

resource "aws_iam_instance_profile" "this" {
  name = "${var.cluster.name}-kafka"
  role = module.role.name
}
