variable "name" {
  description = "What all names of this cluster begin with."
  type        = string
}

variable "region" {
  description = "The region, for the names of its services' endpoints."
  type        = string
}

variable "cidr" {
  description = "The addresses of the VPC, a /16."
  type        = string
}

variable "zones" {
  description = "The availability zones."
  type        = list(string)
}

variable "egress" {
  description = "How nodes reach AWS: `nat` (one NAT gateway), or `endpoints` (none of the internet, AWS's services by endpoints)."
  type        = string
}

variable "domain" {
  description = "The private domain in which nodes find one another."
  type        = string
}
