# The images that nodes pull; bin/push-images brings them here.

locals {
  own_images = toset(["portal", "ingest-svc", "metrics-svc", "sentiment-svc", "archive-svc", "batch"])
  registry   = "${local.account}.dkr.ecr.${local.region}.amazonaws.com"

  images = merge(
    { for image in local.own_images : image => "${local.registry}/${var.name}/${image}:${coalesce(var.image_tags[image], var.image_tags.engage)}" },
    { for image in ["kafka", "redis"] : image => "${local.registry}/${var.name}/${image}:${var.image_tags[image]}" },
  )
}

resource "aws_ecr_repository" "this" {
  for_each             = setunion(local.own_images, ["kafka", "redis"])
  name                 = "${var.name}/${each.key}"
  image_tag_mutability = "IMMUTABLE"
  force_delete         = !var.protect

  image_scanning_configuration {
    scan_on_push = true
  }

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = aws_kms_key.this.arn
  }
}

resource "aws_ecr_lifecycle_policy" "this" {
  for_each   = aws_ecr_repository.this
  repository = each.value.name

  policy = jsonencode({
    rules = [{
      rulePriority = 1
      description  = "The last thirty stay"
      selection    = { tagStatus = "any", countType = "imageCountMoreThan", countNumber = 30 }
      action       = { type = "expire" }
    }]
  })
}
