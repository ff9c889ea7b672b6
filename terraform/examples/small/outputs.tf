output "portal" {
  description = "The portal's address."
  value       = module.engage.portal
}

output "nodes" {
  description = "The instances' ids by the nodes' names."
  value       = module.engage.nodes
}

output "configurations" {
  description = "What each node reads from the bucket, by its name; without secrets."
  value       = module.engage.configurations
}
