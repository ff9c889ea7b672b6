output "bootstrap_servers" {
  description = "Where clients begin, by TLS and SCRAM."
  value       = local.bootstrap_servers
}

output "security_group" {
  description = "The id of the nodes' security group."
  value       = module.group.security_group
}

output "replication" {
  description = "How many replicas topics have."
  value       = local.replication
}

output "nodes" {
  description = "The instances' ids by the nodes' names."
  value       = { for name, node in module.node : name => node.id }
}

output "configurations" {
  description = "What each node reads, by its name."
  value       = { for name, node in module.node : name => node.configuration }
}

output "policy" {
  description = "What the nodes may do."
  value       = module.group.policy
}

output "alarms" {
  description = "The names of the alarms."
  value       = concat(flatten([for node in module.node : node.alarms]), [for alarm in module.under_replicated_alarm : alarm.name])
}
