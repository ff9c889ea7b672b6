output "security_group" {
  description = "The id of the nodes' security group, which lets nobody in by itself."
  value       = aws_security_group.this.id
}

output "instance_profile" {
  description = "The name of the nodes' instance profile."
  value       = aws_iam_instance_profile.this.name
}

output "policy" {
  description = "What the nodes may do, as JSON."
  value       = local.policy
}
