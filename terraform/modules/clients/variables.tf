variable "bootstrap_servers" {
  description = "Where clients of Kafka begin."
  type        = string
}

variable "user" {
  description = "The user of Kafka; its password is the secret `kafka-<user>`. Empty for none."
  type        = string
  default     = ""
}

variable "redis_host" {
  description = "The host of the Redis that takes writes; empty for none."
  type        = string
  default     = ""
}
