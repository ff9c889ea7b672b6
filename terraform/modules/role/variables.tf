variable "cluster" {
  description = "The cluster: its name, its region, and the ARN of the key that encrypts its volumes."
  type        = object({ name = string, region = string, kms_key_arn = string })
}

variable "group" {
  description = "The group of nodes that has the role."
  type        = string
}

variable "account" {
  description = "The account's number."
  type        = string
}

variable "bucket" {
  description = "The ARN of the bucket with the nodes' configuration and the archive."
  type        = string
}

variable "images" {
  description = "The images that the nodes pull."
  type        = list(string)
}

variable "secrets" {
  description = "The groups whose secrets the nodes read, and in whose log groups they write."
  type        = list(string)
}

variable "archive" {
  description = "What the nodes do with the archive: `none`, or `write` (put and read, never delete raw events; replace what is computed from them)."
  type        = string
  default     = "none"
}
