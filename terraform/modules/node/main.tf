# One node: an instance, its data volume, its names, its alarms, and its configuration in the bucket.

locals {
  full_name = "${var.cluster.name}-${var.name}"

  configuration = jsonencode({
    secrets = var.secrets
    units   = var.units
    files = merge(var.files, {
      "/usr/local/bin/engage-node"                  = file("${path.module}/engage-node")
      "/etc/systemd/system/engage-node.service"     = file("${path.module}/engage-node.service")
      "/etc/systemd/system/engage-report.service"   = file("${path.module}/engage-report.service")
      "/etc/systemd/system/engage-report.timer"     = file("${path.module}/engage-report.timer")
      "/etc/systemd/journald.conf.d/10-engage.conf" = "[Journal]\nSystemMaxUse=1G\n"
    })
  })

  user_data = templatefile("${path.module}/user-data.sh.tftpl", {
    cluster     = var.cluster.name
    node        = var.name
    group       = var.group
    bucket      = var.bucket
    region      = var.cluster.region
    data_volume = var.data_volume != null
  })

  disks = var.data_volume == null ? ["/"] : ["/", "/var/lib/engage"]
}

resource "aws_s3_object" "configuration" {
  bucket       = var.bucket
  key          = "nodes/${var.group}/${var.name}.json"
  content      = local.configuration
  content_type = "application/json"
}

resource "aws_instance" "this" {
  ami                    = var.ami
  instance_type          = var.instance_type
  subnet_id              = var.subnet.id
  vpc_security_group_ids = [var.security_group]
  iam_instance_profile   = var.instance_profile
  user_data              = local.user_data
  tags                   = { Name = local.full_name, Group = var.group, Node = var.name }
  volume_tags            = var.data_volume == null ? { Name = local.full_name } : null

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  root_block_device {
    encrypted   = true
    kms_key_id  = var.cluster.kms_key_arn
    volume_type = "gp3"
    volume_size = var.root_volume_gb
  }

  # A newer system image, or another way to begin, must not replace nodes that run: `terraform apply -replace` does, one by one.
  lifecycle {
    ignore_changes = [ami, user_data]
  }

  depends_on = [aws_s3_object.configuration]
}

resource "aws_ebs_volume" "data" {
  count             = var.data_volume == null ? 0 : 1
  availability_zone = var.subnet.zone
  size              = var.data_volume.gb
  type              = "gp3"
  throughput        = var.data_volume.throughput
  # A gp3 volume gives no more than a quarter of a MB/s for each operation a second.
  iops           = max(3000, 4 * var.data_volume.throughput)
  encrypted      = true
  kms_key_id     = var.cluster.kms_key_arn
  final_snapshot = var.data_volume.final_snapshot
  tags           = { Name = "${local.full_name}-data", Node = var.name }
}

resource "aws_volume_attachment" "data" {
  count                          = var.data_volume == null ? 0 : 1
  device_name                    = "/dev/sdf"
  volume_id                      = aws_ebs_volume.data[0].id
  instance_id                    = aws_instance.this.id
  stop_instance_before_detaching = true
}

resource "aws_route53_record" "this" {
  for_each = toset(var.host_names)
  zone_id  = var.dns.zone
  name     = "${each.key}.${var.dns.domain}"
  type     = "A"
  ttl      = 10
  records  = [aws_instance.this.private_ip]
}

module "status_alarm" {
  source  = "../alarm"
  name    = "${local.full_name}-status"
  means   = "The instance or what it stands on is broken"
  entry   = "status"
  metric  = { namespace = "AWS/EC2", name = "StatusCheckFailed", dimensions = { InstanceId = aws_instance.this.id } }
  periods = 3
  missing = "missing"
  topic   = var.alarm_topic
}

module "disk_alarm" {
  source   = "../alarm"
  for_each = toset(local.disks)
  name     = "${local.full_name}-disk-${each.key == "/" ? "system" : "data"}"
  means    = "A disk is more than 80 % full, or the node says nothing"
  entry    = "disk"
  metric   = { name = "DiskUsedPercent", dimensions = { Cluster = var.cluster.name, Node = var.name, Path = each.key } }
  limit    = 80
  periods  = 5
  missing  = "breaching"
  topic    = var.alarm_topic
}

module "health_alarm" {
  source  = "../alarm"
  name    = "${local.full_name}-health"
  means   = "A unit of this node is not well, or the node says nothing"
  entry   = "health"
  metric  = { name = "UnitsDown", dimensions = { Cluster = var.cluster.name, Node = var.name } }
  periods = 3
  missing = "breaching"
  topic   = var.alarm_topic
}

module "certificate_alarm" {
  source  = "../alarm"
  name    = "${local.full_name}-certificate"
  means   = "A certificate ends within 30 days"
  entry   = "certificate"
  metric  = { name = "CertificateDays", dimensions = { Cluster = var.cluster.name, Node = var.name }, statistic = "Minimum" }
  limit   = 30
  below   = true
  period  = 3600
  periods = 1
  missing = "missing"
  topic   = var.alarm_topic
}
