output "files" {
  description = "The files of the node, by path."
  value       = local.files
}

output "unit" {
  description = "What the node has to know of the unit."
  value       = { name = var.name, user = var.user, health = var.health, lag = var.lag }
}
