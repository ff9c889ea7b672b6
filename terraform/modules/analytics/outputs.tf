output "redis_host" {
  description = "The host of the Redis that takes writes."
  value       = "primary.redis.${local.domain}"
}

output "security_group" {
  description = "The id of the nodes' security group."
  value       = module.group.security_group
}

output "nodes" {
  description = "The instances' ids by the nodes' names."
  value       = { for name, node in module.node : name => node.id }
}

output "first_node" {
  description = "The node that runs the guests: its instance's id and its address."
  value       = { id = module.node[local.names[0]].id, address = module.node[local.names[0]].address }
}

output "placement" {
  description = "On which node each instance of a service runs."
  value       = merge({ for name, placed in local.placed : name => placed.node }, { for i, node in local.redis_nodes : "redis-${i + 1}" => node })
}

output "configurations" {
  description = "What each node reads, by its name."
  value       = { for name, node in module.node : name => node.configuration }
}

output "policy" {
  description = "What the nodes may do."
  value       = module.group.policy
}

output "log_group" {
  description = "The log group of the nodes."
  value       = aws_cloudwatch_log_group.this.name
}

output "alarms" {
  description = "The names of the alarms."
  value       = concat(flatten([for node in module.node : node.alarms]), [for alarm in module.lag_alarm : alarm.name])
}
