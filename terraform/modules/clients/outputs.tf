output "properties" {
  description = "Lines of a properties file."
  value       = "${local.kafka}${local.redis}"
}
