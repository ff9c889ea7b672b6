# Who may reach the nodes, and what the nodes may do.

locals {
  secrets = "/${var.cluster.name}/analytics"
}

resource "aws_security_group" "this" {
  name        = "${var.cluster.name}-analytics"
  description = "Spark, Redis and the services that count"
  vpc_id      = var.place.vpc.id
}

resource "aws_vpc_security_group_ingress_rule" "among" {
  for_each = {
    redis      = [6379, 6379]
    spark      = [7077, 7081]
    spark_jobs = [7100, 7199]
  }
  security_group_id            = aws_security_group.this.id
  description                  = "Analytics nodes: ${each.key}"
  referenced_security_group_id = aws_security_group.this.id
  ip_protocol                  = "tcp"
  from_port                    = each.value[0]
  to_port                      = each.value[1]
}

resource "aws_vpc_security_group_ingress_rule" "kafka" {
  security_group_id            = var.kafka.security_group
  description                  = "Kafka's clients on the analytics nodes"
  referenced_security_group_id = aws_security_group.this.id
  ip_protocol                  = "tcp"
  from_port                    = 9092
  to_port                      = 9092
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
  group   = "analytics"
  account = var.place.account
  bucket  = var.place.bucket_arn
  images  = concat(["metrics-svc", "sentiment-svc", "archive-svc", "batch", "redis"], var.guests.images)
  secrets = concat(["analytics"], var.guests.secrets)
  archive = "write"
}

resource "aws_iam_instance_profile" "this" {
  name = "${var.cluster.name}-analytics"
  role = module.role.name
}
