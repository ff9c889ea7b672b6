output "portal" {
  description = "The portal's address."
  value       = module.engage.portal
}

output "nodes" {
  description = "The instances' ids by the nodes' names."
  value       = module.engage.nodes
}
