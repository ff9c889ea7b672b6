variable "cluster" {
  description = "The cluster: its name, its region, and the ARN of the key that encrypts its volumes."
  type        = object({ name = string, region = string, kms_key_arn = string })
}

variable "name" {
  description = "The group's name: of its role, its security group, its folder of configurations."
  type        = string
}

variable "description" {
  description = "What runs on its nodes."
  type        = string
}

variable "place" {
  description = "Where the nodes are: the VPC, the account, and the bucket with their configuration and the archive."
  type        = object({ vpc = object({ id = string, cidr = string }), account = string, bucket_arn = string })
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
