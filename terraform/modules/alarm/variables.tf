variable "name" {
  description = "The alarm's name."
  type        = string
}

variable "means" {
  description = "What it means, in a sentence without its full stop."
  type        = string
}

variable "entry" {
  description = "Its entry in the table of docs/aws.md."
  type        = string
}

variable "metric" {
  description = "The metric that it looks at."
  type = object({
    namespace  = optional(string, "Engage")
    name       = string
    dimensions = map(string)
    statistic  = optional(string, "Maximum")
  })
}

variable "period" {
  description = "The seconds that one value of the metric stands for."
  type        = number
  default     = 60
}

variable "periods" {
  description = "For how many values on end it must be so."
  type        = number
}

variable "limit" {
  description = "What the metric must not be over."
  type        = number
  default     = 0
}

variable "below" {
  description = "Whether it must not be under the limit in place of over it."
  type        = bool
  default     = false
}

variable "missing" {
  description = "What it means when there is no value: breaching, notBreaching, or missing (not known)."
  type        = string
}

variable "topic" {
  description = "The ARN of the topic that hears of it."
  type        = string
}
