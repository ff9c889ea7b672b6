variable "cluster" {
  description = "The cluster: its name, its region, and the ARN of the key that encrypts its volumes."
  type        = object({ name = string, region = string, kms_key_arn = string })
}

variable "name" {
  description = "The node's name within the cluster, such as broker-1."
  type        = string
}

variable "group" {
  description = "The group of nodes it belongs to, whose secrets it may read."
  type        = string
}

variable "secrets" {
  description = "The paths of the Parameter Store under which its secrets are."
  type        = list(string)
}

variable "ami" {
  description = "The image of its disk, an Amazon Linux 2023."
  type        = string
}

variable "instance_type" {
  description = "The type of the instance."
  type        = string
}

variable "subnet" {
  description = "The subnet, with its zone."
  type        = object({ id = string, zone = string })
}

variable "security_group" {
  description = "The id of its security group."
  type        = string
}

variable "instance_profile" {
  description = "The name of its instance profile."
  type        = string
}

variable "bucket" {
  description = "The bucket that holds the configuration of nodes."
  type        = string
}

variable "dns" {
  description = "The private domain: the id of its zone and its name."
  type        = object({ zone = string, domain = string })
}

variable "host_names" {
  description = "The node's names within the private domain."
  type        = list(string)
}

variable "files" {
  description = "The files it is to have, by path."
  type        = map(string)
}

variable "units" {
  description = "The units it is to run."
  type = list(object({
    name   = string
    user   = number
    health = string
    lag    = object({ url = string, metric = string, per_second = number })
  }))
}

variable "root_volume_gb" {
  description = "The size of the system's volume."
  type        = number
  default     = 30
}

variable "data_volume" {
  description = "A volume of its own for data, which outlives the instance: its size, throughput in MB/s, and whether a snapshot is taken before it is deleted."
  type        = object({ gb = number, throughput = number, final_snapshot = bool })
  default     = null
}

variable "alarm_topic" {
  description = "The ARN of the topic that hears of alarms."
  type        = string
}
