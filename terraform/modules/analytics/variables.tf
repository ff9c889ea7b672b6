variable "cluster" {
  description = "The cluster: its name, its region, and the ARN of the key that encrypts its volumes."
  type        = object({ name = string, region = string, kms_key_arn = string })
}

variable "place" {
  description = "Where nodes are made: VPC, subnets, private domain, bucket of the configuration, system image, alarm topic."
  type = object({
    vpc         = object({ id = string, cidr = string })
    subnets     = list(object({ id = string, zone = string }))
    dns         = object({ zone = string, domain = string })
    bucket      = string
    bucket_arn  = string
    ami         = string
    alarm_topic = string
    account     = string
  })
}

variable "images" {
  description = "The images: metrics-svc, sentiment-svc, archive-svc, batch, redis."
  type        = map(string)
}

variable "kafka" {
  description = "Kafka: where clients begin, and the id of its security group."
  type        = object({ bootstrap_servers = string, security_group = string, replication = number })
}

variable "workers" {
  description = "How many Spark workers beside the master; 0 makes the master work too, for a trial."
  type        = number
}

variable "instance_type" {
  description = "The type of the instances."
  type        = string
}

variable "instances" {
  description = "How many instances of each service."
  type        = object({ metrics = number, sentiment = number, archive = number })
}

variable "heap" {
  description = "The heap of each service's instance, such as 2g."
  type        = object({ metrics = string, sentiment = string, archive = string })
}

variable "spark_worker" {
  description = "What a Spark worker may use of its node: cores, and memory such as 6g."
  type        = object({ cores = number, memory = string })
}

variable "redis" {
  description = "Redis: which of the two takes writes (1 or 2), and how much memory it may use, such as 4gb."
  type        = object({ primary = number, memory = string })
}

variable "guests" {
  description = "What these nodes run for another module, on the first of them: files, units, groups of secrets, images."
  type = object({
    files = map(string)
    units = list(object({
      name   = string
      user   = number
      health = string
      lag    = object({ url = string, metric = string, per_second = number })
    }))
    secrets = list(string)
    images  = list(string)
  })
  default = { files = {}, units = [], secrets = [], images = [] }
}

variable "portal_node" {
  description = "A node that runs the portal, whose figures jobs compare with theirs."
  type        = string
}

variable "root_volume_gb" {
  description = "The size of a node's volume."
  type        = number
}

variable "log_retention_days" {
  description = "For how many days the logs of the processes are kept in CloudWatch."
  type        = number
}
