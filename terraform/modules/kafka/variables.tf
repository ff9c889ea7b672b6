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

variable "image" {
  description = "Kafka's image."
  type        = string
}

variable "brokers" {
  description = "How many brokers."
  type        = number
}

variable "controllers" {
  description = "How many controllers, 1 or 3; 0 makes the brokers controllers too, for a trial."
  type        = number
}

variable "initial_controllers" {
  description = "How many controllers the cluster was begun with; those beyond join with `engage-kafka join`."
  type        = number
}

variable "instance_type" {
  description = "The type of the instances: that of brokers, that of controllers."
  type        = object({ broker = string, controller = string })
}

variable "heap" {
  description = "The heap of a broker and of a controller, such as 4g."
  type        = object({ broker = string, controller = string })
}

variable "data_volume" {
  description = "The data volume of a broker: size, throughput in MB/s, and whether a snapshot is taken before it is deleted."
  type        = object({ gb = number, throughput = number, final_snapshot = bool })
}

variable "log_retention_days" {
  description = "For how many days the logs of the processes are kept in CloudWatch."
  type        = number
}
