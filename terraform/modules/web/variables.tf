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

variable "public_subnets" {
  description = "The subnets of the load balancer."
  type        = list(string)
}

variable "images" {
  description = "The images: portal, ingest-svc."
  type        = map(string)
}

variable "kafka" {
  description = "Kafka: where clients begin, the id of its security group, and how many replicas topics have."
  type        = object({ bootstrap_servers = string, security_group = string, replication = number })
}

variable "redis" {
  description = "Redis: its host, and the id of its nodes' security group."
  type        = object({ host = string, security_group = string })
}

variable "nodes" {
  description = "How many web nodes; 0 when others run the portal and ingest-svc as guests."
  type        = number
}

variable "hosts" {
  description = "Whoever runs the portal and ingest-svc in place of web nodes: the instance and its security group."
  type        = object({ id = string, security_group = string })
  default     = null
}

variable "instance_type" {
  description = "The type of the instances."
  type        = string
}

variable "heap" {
  description = "The heap of the portal and of ingest-svc, such as 2g."
  type        = object({ portal = string, ingest = string })
}

variable "topic_partitions" {
  description = "How many partitions the topics get when ingest-svc creates them."
  type        = number
}

variable "certificate_arn" {
  description = "The certificate of the portal's address in ACM; null for plain HTTP."
  type        = string
}

variable "allowed_cidrs" {
  description = "Who may reach the load balancer."
  type        = list(string)
}

variable "deletion_protection" {
  description = "Whether the load balancer is kept from being deleted."
  type        = bool
}

variable "log_retention_days" {
  description = "For how many days the logs of the processes are kept in CloudWatch."
  type        = number
}
