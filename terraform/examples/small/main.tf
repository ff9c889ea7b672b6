# A trial on two nodes: one is Kafka, the other runs everything else. One copy of each record, no TLS at the door unless there is a
# certificate: nothing to keep data on.

module "engage" {
  source = "../.."

  name             = var.name
  certificate_arn  = var.certificate_arn
  allow_plain_http = var.certificate_arn == null
  allowed_cidrs    = var.allowed_cidrs
  image_tags       = { engage = var.tag }
  protect          = false

  kafka = {
    brokers           = 1
    controllers       = 0
    broker_type       = var.instance_type
    broker_heap       = "1g"
    volume_gb         = 50
    volume_throughput = 125
    final_snapshots   = false
    topic_partitions  = 4
  }

  analytics = {
    workers        = 0
    instance_type  = var.instance_type
    metrics_heap   = "1g"
    sentiment_heap = "768m"
    archive_heap   = "384m"
    spark_cores    = 1
    spark_memory   = "2g"
    redis_memory   = "1gb"
  }

  web = {
    nodes       = 0
    portal_heap = "512m"
    ingest_heap = "1g"
  }
}
