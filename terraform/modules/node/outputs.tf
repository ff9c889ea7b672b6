output "id" {
  description = "The instance's id."
  value       = aws_instance.this.id
}

output "address" {
  description = "The instance's private address."
  value       = aws_instance.this.private_ip
}

output "name" {
  description = "The node's name within the cluster."
  value       = var.name
}

output "configuration" {
  description = "The configuration as the node reads it."
  value       = local.configuration
}

output "user_data" {
  description = "What the node does at its first start."
  value       = local.user_data
}

output "alarms" {
  description = "The names of its alarms."
  value       = concat([module.status_alarm.name, module.health_alarm.name, module.certificate_alarm.name], [for alarm in module.disk_alarm : alarm.name])
}
