variable "name" {
  description = "What all names of this cluster begin with; also the first part of the paths of its secrets."
  type        = string
  default     = "engage"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,19}$", var.name))
    error_message = "name is 2 to 20 small letters, digits and hyphens, a letter first: load balancers take no longer ones."
  }
}

variable "zones" {
  description = "The three availability zones; empty for the first three of the region."
  type        = list(string)
  default     = []

  validation {
    condition     = contains([0, 3], length(var.zones)) && length(distinct(var.zones)) == length(var.zones)
    error_message = "zones are three different availability zones, or none for the first three of the region."
  }
}

variable "vpc_cidr" {
  description = "The addresses of the VPC, a /16."
  type        = string
  default     = "10.20.0.0/16"

  validation {
    condition     = can(cidrhost(var.vpc_cidr, 0)) && endswith(var.vpc_cidr, "/16")
    error_message = "vpc_cidr is a network of private addresses with /16, such as 10.20.0.0/16."
  }
}

variable "egress" {
  description = "How nodes reach AWS: `nat`, by one NAT gateway; `endpoints`, by endpoints and with no way to the internet."
  type        = string
  default     = "nat"

  validation {
    condition     = contains(["nat", "endpoints"], var.egress)
    error_message = "egress is nat or endpoints."
  }
}

variable "domain" {
  description = "The private domain in which nodes find one another. The certificates that bin/make-secrets makes are for it."
  type        = string
  default     = "engage.internal"

  validation {
    condition     = can(regex("^([a-z0-9-]+\\.)+[a-z]+$", var.domain))
    error_message = "domain is a name with a dot in it, such as engage.internal."
  }
}

variable "certificate_arn" {
  description = "The certificate of the portal's public address in ACM. Required unless allow_plain_http."
  type        = string
  default     = null

  validation {
    condition     = var.certificate_arn != null || var.allow_plain_http
    error_message = "certificate_arn is required, a certificate of ACM in the same region; for a trial without TLS set allow_plain_http = true."
  }

  validation {
    condition     = var.certificate_arn == null || can(regex("^arn:aws[a-z-]*:acm:", var.certificate_arn))
    error_message = "certificate_arn begins with arn:aws:acm:."
  }
}

variable "allow_plain_http" {
  description = "Whether the load balancer may do without TLS, for a trial: keys and figures are then read by whoever is on the way."
  type        = bool
  default     = false
}

variable "allowed_cidrs" {
  description = "Who may reach the load balancer, as networks."
  type        = list(string)
  default     = ["0.0.0.0/0"]

  validation {
    condition     = length(var.allowed_cidrs) > 0 && alltrue([for cidr in var.allowed_cidrs : can(cidrhost(cidr, 0))])
    error_message = "allowed_cidrs are networks such as 203.0.113.0/24, at least one."
  }
}

variable "image_tags" {
  description = "The tags of the images in this cluster's registry, by image. Engage's own have the tag `engage` unless named."
  type = object({
    engage        = string
    kafka         = optional(string, "4.1.1")
    redis         = optional(string, "8.2.1-alpine")
    portal        = optional(string)
    ingest-svc    = optional(string)
    metrics-svc   = optional(string)
    sentiment-svc = optional(string)
    archive-svc   = optional(string)
    batch         = optional(string)
  })
  default = { engage = "0.1.0" }

  validation {
    condition     = alltrue([for image, tag in var.image_tags : tag == null ? true : can(regex("^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$", tag)) && tag != "latest"])
    error_message = "image_tags are tags of images that stay what they are; latest does not."
  }
}

variable "ami" {
  description = "The system image of nodes, an Amazon Linux 2023 for x86-64; null for the newest. Nodes that run keep theirs."
  type        = string
  default     = null

  validation {
    condition     = var.ami == null || can(regex("^ami-[0-9a-f]{8,17}$", var.ami))
    error_message = "ami is the id of an image, such as ami-0123456789abcdef0."
  }
}

variable "kafka" {
  description = <<-END
    Kafka: how many brokers; how many controllers (1 or 3; 0 lets the brokers be controllers too, for a trial) and how many the cluster
    was begun with; the types of their instances; heaps; size and throughput (MB/s) of a broker's data volume; whether a snapshot is taken
    before a data volume is deleted; partitions of the topics when they are created.
  END
  type = object({
    brokers             = optional(number, 3)
    controllers         = optional(number, 1)
    initial_controllers = optional(number)
    broker_type         = optional(string, "m7i.xlarge")
    controller_type     = optional(string, "m7i.xlarge")
    broker_heap         = optional(string, "5g")
    controller_heap     = optional(string, "2g")
    volume_gb           = optional(number, 500)
    volume_throughput   = optional(number, 250)
    final_snapshots     = optional(bool, true)
    topic_partitions    = optional(number, 12)
  })
  default = {}

  validation {
    condition     = contains([0, 1, 3], var.kafka.controllers)
    error_message = "kafka.controllers is 1 or 3, an odd number that can outvote itself; 0 makes the brokers controllers, for a trial."
  }

  validation {
    condition     = var.kafka.controllers == 0 ? contains([1, 3], var.kafka.brokers) : var.kafka.brokers >= 3 && var.kafka.brokers <= 60
    error_message = "kafka.brokers is 3 to 60: each record lies on three of them. Without controllers of their own (a trial) 1 or 3."
  }

  validation {
    condition     = var.kafka.initial_controllers == null ? true : var.kafka.initial_controllers <= var.kafka.controllers
    error_message = "kafka.initial_controllers is how many controllers the cluster was begun with, at most kafka.controllers."
  }

  validation {
    condition     = var.kafka.volume_gb >= 20 && var.kafka.volume_gb <= 16384 && var.kafka.volume_throughput >= 125 && var.kafka.volume_throughput <= 1000
    error_message = "kafka.volume_gb is 20 to 16384, kafka.volume_throughput 125 to 1000 MB/s: what a gp3 volume can be."
  }

  validation {
    condition     = var.kafka.topic_partitions >= 1 && var.kafka.topic_partitions <= 1000
    error_message = "kafka.topic_partitions is 1 to 1000. It bounds how many instances of a service can share the work, and stays as it is once the topics are made."
  }

  validation {
    condition     = alltrue([for size in [var.kafka.broker_heap, var.kafka.controller_heap] : can(regex("^[1-9][0-9]*[mg]$", size))])
    error_message = "kafka.broker_heap and .controller_heap are sizes such as 5g or 512m."
  }

  validation {
    condition     = alltrue([for type in [var.kafka.broker_type, var.kafka.controller_type] : can(regex("^[a-z][a-z0-9-]*\\.[a-z0-9-]+$", type))])
    error_message = "kafka.broker_type and .controller_type are types of instances, such as m7i.xlarge."
  }
}

variable "analytics" {
  description = <<-END
    The analytics nodes: how many Spark workers beside the master (0 makes the master work too, for a trial); the type of their instances; how
    many instances of metrics-svc, sentiment-svc and archive-svc; their heaps; what a Spark worker may use of its node; which Redis takes writes (1 or
    2) and its memory; the size of a node's volume.
  END
  type = object({
    workers             = optional(number, 3)
    instance_type       = optional(string, "m7i.xlarge")
    metrics_instances   = optional(number, 1)
    sentiment_instances = optional(number, 1)
    archive_instances   = optional(number, 1)
    metrics_heap        = optional(string, "2g")
    sentiment_heap      = optional(string, "1g")
    archive_heap        = optional(string, "512m")
    spark_cores         = optional(number, 3)
    spark_memory        = optional(string, "6g")
    redis_primary       = optional(number, 1)
    redis_memory        = optional(string, "3gb")
    volume_gb           = optional(number, 60)
  })
  default = {}

  validation {
    condition     = var.analytics.workers >= 0 && var.analytics.workers <= 100
    error_message = "analytics.workers is 0 to 100."
  }

  validation {
    condition     = alltrue([for n in [var.analytics.metrics_instances, var.analytics.sentiment_instances, var.analytics.archive_instances] : n >= 1 && n <= 99])
    error_message = "analytics.metrics_instances, .sentiment_instances and .archive_instances are 1 to 99; more than kafka.topic_partitions have nothing to do."
  }

  validation {
    condition     = contains([1, 2], var.analytics.redis_primary)
    error_message = "analytics.redis_primary is 1 or 2."
  }

  validation {
    condition     = var.analytics.volume_gb >= 30
    error_message = "analytics.volume_gb is at least 30: images, and the archive's files before they are uploaded."
  }

  validation {
    condition     = alltrue([for size in [var.analytics.metrics_heap, var.analytics.sentiment_heap, var.analytics.archive_heap, var.analytics.spark_memory] : can(regex("^[1-9][0-9]*[mg]$", size))])
    error_message = "analytics.metrics_heap, .sentiment_heap, .archive_heap and .spark_memory are sizes such as 2g or 512m."
  }

  validation {
    condition     = can(regex("^[1-9][0-9]*(mb|gb)$", var.analytics.redis_memory)) && var.analytics.spark_cores >= 1
    error_message = "analytics.redis_memory is a size such as 3gb or 512mb, analytics.spark_cores at least 1."
  }

  validation {
    condition     = alltrue([for type in [var.analytics.instance_type] : can(regex("^[a-z][a-z0-9-]*\\.[a-z0-9-]+$", type))])
    error_message = "analytics.instance_type is a type of instance, such as m7i.xlarge."
  }
}

variable "web" {
  description = "The web nodes: how many (0 lets an analytics node do their work, for a trial), their type, and the heaps of the portal and of ingest-svc."
  type = object({
    nodes         = optional(number, 1)
    instance_type = optional(string, "m7i.xlarge")
    portal_heap   = optional(string, "2g")
    ingest_heap   = optional(string, "4g")
  })
  default = {}

  validation {
    condition     = var.web.nodes >= 0 && var.web.nodes <= 50
    error_message = "web.nodes is 0 to 50."
  }

  validation {
    condition     = var.web.nodes > 0 || var.analytics.workers == 0
    error_message = "web.nodes = 0 is for a trial in which one node does everything: set analytics.workers = 0, too."
  }

  validation {
    condition     = alltrue([for size in [var.web.portal_heap, var.web.ingest_heap] : can(regex("^[1-9][0-9]*[mg]$", size))])
    error_message = "web.portal_heap and .ingest_heap are sizes such as 2g or 512m."
  }

  validation {
    condition     = alltrue([for type in [var.web.instance_type] : can(regex("^[a-z][a-z0-9-]*\\.[a-z0-9-]+$", type))])
    error_message = "web.instance_type is a type of instance, such as m7i.xlarge."
  }
}

variable "archive" {
  description = "The archive: the bucket's name (null for one with the account's number), after how many days raw events get cheaper, for how many days replaced versions are kept."
  type = object({
    bucket                = optional(string)
    infrequent_after_days = optional(number, 30)
    old_versions_days     = optional(number, 30)
  })
  default = {}

  validation {
    condition     = var.archive.infrequent_after_days >= 30 && var.archive.old_versions_days >= 1
    error_message = "archive.infrequent_after_days is at least 30, as S3 wants it; archive.old_versions_days at least 1."
  }
}

variable "log_retention_days" {
  description = "For how many days logs are kept in CloudWatch."
  type        = number
  default     = 30

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365], var.log_retention_days)
    error_message = "log_retention_days is one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365: CloudWatch knows no others up to a year."
  }
}

variable "alarm_email" {
  description = "An address that hears of alarms once it has agreed; null for none."
  type        = string
  default     = null

  validation {
    condition     = var.alarm_email == null || can(regex("^[^@ ]+@[^@ ]+$", var.alarm_email))
    error_message = "alarm_email is an address such as operators@example.org."
  }
}

variable "protect" {
  description = "Whether what holds data or is known outside is kept from being deleted: the bucket while it is not empty, images, the load balancer."
  type        = bool
  default     = true
}
