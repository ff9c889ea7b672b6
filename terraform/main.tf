# The whole of Engage on AWS, in the region and the account of the provider (AWS_REGION, AWS_PROFILE). docs/aws.md tells how it is
# deployed and operated.

data "aws_caller_identity" "this" {}

data "aws_region" "this" {}

data "aws_availability_zones" "this" {
  state = "available"

  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }
}

data "aws_ssm_parameter" "ami" {
  count = var.ami == null ? 1 : 0
  name  = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
}

locals {
  region  = data.aws_region.this.name
  account = data.aws_caller_identity.this.account_id
  zones   = length(var.zones) == 3 ? var.zones : slice(data.aws_availability_zones.this.names, 0, 3)

  cluster = { name = var.name, region = local.region, kms_key_arn = aws_kms_key.this.arn }

  place = {
    vpc         = module.network.vpc
    subnets     = module.network.private_subnets
    dns         = module.network.dns
    bucket      = module.archive.bucket
    bucket_arn  = module.archive.arn
    ami         = var.ami == null ? data.aws_ssm_parameter.ami[0].insecure_value : var.ami
    alarm_topic = aws_sns_topic.alarms.arn
    account     = local.account
  }

  kafka = {
    bootstrap_servers = module.kafka.bootstrap_servers
    security_group    = module.kafka.security_group
    replication       = module.kafka.replication
  }
}

module "network" {
  source = "./modules/network"

  name   = var.name
  region = local.region
  cidr   = var.vpc_cidr
  zones  = local.zones
  egress = var.egress
  domain = var.domain
}

module "archive" {
  source = "./modules/archive"

  bucket                = coalesce(var.archive.bucket, "${var.name}-archive-${local.account}")
  kms_key_arn           = aws_kms_key.this.arn
  infrequent_after_days = var.archive.infrequent_after_days
  old_versions_days     = var.archive.old_versions_days
  force_destroy         = !var.protect
}

module "kafka" {
  source = "./modules/kafka"

  cluster             = local.cluster
  place               = local.place
  image               = local.images["kafka"]
  brokers             = var.kafka.brokers
  controllers         = var.kafka.controllers
  initial_controllers = coalesce(var.kafka.initial_controllers, var.kafka.controllers)
  instance_type       = { broker = var.kafka.broker_type, controller = var.kafka.controller_type }
  heap                = { broker = var.kafka.broker_heap, controller = var.kafka.controller_heap }
  data_volume = {
    gb             = var.kafka.volume_gb
    throughput     = var.kafka.volume_throughput
    final_snapshot = var.kafka.final_snapshots
  }
  log_retention_days = var.log_retention_days
}

module "analytics" {
  source = "./modules/analytics"

  cluster       = local.cluster
  place         = local.place
  images        = local.images
  kafka         = local.kafka
  workers       = var.analytics.workers
  instance_type = var.analytics.instance_type
  instances = {
    metrics   = var.analytics.metrics_instances
    sentiment = var.analytics.sentiment_instances
    archive   = var.analytics.archive_instances
  }
  heap = {
    metrics   = var.analytics.metrics_heap
    sentiment = var.analytics.sentiment_heap
    archive   = var.analytics.archive_heap
  }
  spark_worker       = { cores = var.analytics.spark_cores, memory = var.analytics.spark_memory }
  redis              = { primary = var.analytics.redis_primary, memory = var.analytics.redis_memory }
  guests             = var.web.nodes == 0 ? module.web.guests : { files = {}, units = [], secrets = [], images = [] }
  portal_node        = var.web.nodes == 0 ? "spark-master" : "web-1"
  root_volume_gb     = var.analytics.volume_gb
  log_retention_days = var.log_retention_days
}

module "web" {
  source = "./modules/web"

  cluster             = local.cluster
  place               = local.place
  public_subnets      = module.network.public_subnets
  images              = local.images
  kafka               = local.kafka
  redis               = { host = module.analytics.redis_host, security_group = module.analytics.security_group }
  nodes               = var.web.nodes
  hosts               = var.web.nodes > 0 ? null : { id = module.analytics.first_node.id, security_group = module.analytics.security_group }
  instance_type       = var.web.instance_type
  heap                = { portal = var.web.portal_heap, ingest = var.web.ingest_heap }
  topic_partitions    = var.kafka.topic_partitions
  certificate_arn     = var.certificate_arn
  allowed_cidrs       = var.allowed_cidrs
  deletion_protection = var.protect
  log_retention_days  = var.log_retention_days
}

resource "aws_sns_topic" "alarms" {
  name              = "${var.name}-alarms"
  kms_master_key_id = aws_kms_key.this.id
}

resource "aws_sns_topic_subscription" "alarms" {
  count     = var.alarm_email == null ? 0 : 1
  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = var.alarm_email
}
