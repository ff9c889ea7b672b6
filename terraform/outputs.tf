output "portal" {
  description = "The portal's address. For one of your own let it be an alias of the load balancer."
  value       = module.web.url
}

output "balancer" {
  description = "The load balancer: its name and zone, for an alias record of your domain."
  value       = module.web.balancer
}

output "registry" {
  description = "Where bin/push-images brings the images."
  value       = "${local.registry}/${var.name}"
}

output "images" {
  description = "The images that nodes run."
  value       = local.images
}

output "archive" {
  description = "The bucket of the archive."
  value       = module.archive.bucket
}

output "nodes" {
  description = "The instances' ids by the nodes' names, for bin/roll and Session Manager."
  value       = merge(module.kafka.nodes, module.analytics.nodes, module.web.nodes)
}

output "placement" {
  description = "On which node each instance of a service runs."
  value       = module.analytics.placement
}

output "bootstrap_servers" {
  description = "Where clients of Kafka begin, within the VPC, by TLS and SCRAM."
  value       = module.kafka.bootstrap_servers
}

output "alarms" {
  description = "The names of the alarms, and the topic that hears of them."
  value       = { topic = aws_sns_topic.alarms.arn, names = sort(concat(module.kafka.alarms, module.analytics.alarms, module.web.alarms)) }
}

output "configurations" {
  description = "What each node reads from the bucket, by its name; without secrets."
  value       = merge(module.kafka.configurations, module.analytics.configurations, module.web.configurations)
}

output "policies" {
  description = "What the nodes may do, by group, and who may use the key; as JSON."
  value = merge(
    { kafka = module.kafka.policy, analytics = module.analytics.policy, key = local.key_policy },
    { for group, policy in { web = module.web.policy } : group => policy if policy != null },
  )
}
