output "vpc" {
  description = "The VPC: its id and its addresses."
  value       = { id = aws_vpc.this.id, cidr = aws_vpc.this.cidr_block }
}

output "public_subnets" {
  description = "The ids of the public subnets, one for each zone."
  value       = aws_subnet.public[*].id
}

output "private_subnets" {
  description = "The private subnets with their zones."
  value       = [for subnet in aws_subnet.private : { id = subnet.id, zone = subnet.availability_zone }]
}

output "dns" {
  description = "The private domain: the id of its zone and its name."
  value       = { zone = aws_route53_zone.private.zone_id, domain = var.domain }
}

output "nat_gateways" {
  description = "How many NAT gateways there are."
  value       = length(aws_nat_gateway.this)
}

output "endpoints" {
  description = "The services that are reached by interface endpoints."
  value       = sort(keys(aws_vpc_endpoint.interface))
}
