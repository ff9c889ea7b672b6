variable "name" {
  description = "The name of the unit and of its container."
  type        = string
}

variable "image" {
  description = "The image, with registry and tag."
  type        = string
}

variable "command" {
  description = "What the container runs; the image's own when empty."
  type        = list(string)
  default     = []
}

variable "entrypoint" {
  description = "The program that the container runs in place of the image's own."
  type        = string
  default     = ""
}

variable "user" {
  description = "The numeric user as whom the container runs; its settings are readable for this one alone."
  type        = number
}

variable "settings" {
  description = "Files that the container finds under /etc/engage, by name; `{secret:x}` in them stands for the secret x."
  type        = map(string)
}

variable "environment" {
  description = "Environment variables of the container; no secrets."
  type        = map(string)
  default     = {}
}

variable "volumes" {
  description = "Folders of the node, by the folder of the container where they are seen."
  type        = map(string)
  default     = {}
}

variable "prepare" {
  description = "Commands of the node that run before the container."
  type        = list(string)
  default     = []
}

variable "started" {
  description = "A command of the node that runs once the container was started."
  type        = string
  default     = ""
}

variable "stop_seconds" {
  description = "How long the container may take to end."
  type        = number
  default     = 45
}

variable "logs" {
  description = "The CloudWatch log group that takes what the container says, its region, and the name of the stream."
  type        = object({ group = string, region = string, stream = string })
}

variable "health" {
  description = "The address that answers 200 while it is well; empty for none."
  type        = string
  default     = ""
}

variable "lag" {
  description = "How far it is behind: the address of its metrics, the metric, and how many of it are one second."
  type        = object({ url = string, metric = string, per_second = number })
  default     = null
}
