variable "name" {
  description = "What all names of this cluster begin with."
  type        = string
  default     = "engage-small"
}

variable "instance_type" {
  description = "The type of both nodes; at least 4 vCPU and 16 GiB."
  type        = string
  default     = "m7i.xlarge"
}

variable "tag" {
  description = "The tag of Engage's images."
  type        = string
  default     = "0.1.0"
}

variable "certificate_arn" {
  description = "A certificate of ACM; null for plain HTTP."
  type        = string
  default     = null
}

variable "allowed_cidrs" {
  description = "Who may reach the portal, as networks: without TLS better not the world."
  type        = list(string)

  validation {
    condition     = var.certificate_arn != null || !contains(var.allowed_cidrs, "0.0.0.0/0")
    error_message = "allowed_cidrs: without a certificate the trial is not for the world; name your own network, such as 203.0.113.7/32."
  }
}
