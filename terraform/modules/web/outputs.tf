output "url" {
  description = "The portal's address at the load balancer."
  value       = "${local.tls ? "https" : "http"}://${aws_lb.this.dns_name}"
}

output "balancer" {
  description = "The load balancer: its name and zone, for an alias record."
  value       = { dns_name = aws_lb.this.dns_name, zone_id = aws_lb.this.zone_id }
}

output "nodes" {
  description = "The instances' ids by the nodes' names."
  value       = { for name, node in module.node : name => node.id }
}

output "guests" {
  description = "What others run in place of web nodes."
  value       = { files = local.files, units = local.units, secrets = ["web"], images = keys(local.services) }
}

output "configurations" {
  description = "What each node reads, by its name."
  value       = { for name, node in module.node : name => node.configuration }
}

output "policy" {
  description = "What the nodes may do; null when there are none."
  value       = one(module.group[*].policy)
}

output "alarms" {
  description = "The names of the alarms."
  value = concat(flatten([for node in module.node : node.alarms]), [for alarm in module.unhealthy_alarm : alarm.name],
  [for alarm in module.errors_alarm : alarm.name])
}

output "doors" {
  description = "Which networks reach which port of the load balancer."
  value       = [for rule in aws_vpc_security_group_ingress_rule.doors : { cidr = rule.cidr_ipv4, port = rule.from_port }]
}
