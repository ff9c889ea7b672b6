variable "bucket" {
  description = "The name of the bucket, unique in the world."
  type        = string
}

variable "kms_key_arn" {
  description = "The key that encrypts what is in it."
  type        = string
}

variable "infrequent_after_days" {
  description = "Raw events move to the cheaper class for infrequent access after so many days; at least 30, as S3 wants it."
  type        = number
}

variable "old_versions_days" {
  description = "Versions that were replaced or deleted are kept for so many days."
  type        = number
}

variable "force_destroy" {
  description = "Whether `destroy` may delete a bucket that is not empty."
  type        = bool
}
