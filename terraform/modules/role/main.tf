# The role of a group of nodes: Session Manager, its own configuration, secrets, images, logs and metrics, and nothing else.
# AWS's managed policy for Session Manager would let every node read every parameter of the account.

locals {
  parameters = "arn:aws:ssm:${var.cluster.region}:${var.account}:parameter/${var.cluster.name}"

  statements = [
    {
      Sid    = "SessionManager"
      Effect = "Allow"
      # None of these can be limited to a resource.
      Action = [
        "ssm:UpdateInstanceInformation",
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
        "ec2messages:AcknowledgeMessage",
        "ec2messages:DeleteMessage",
        "ec2messages:FailMessage",
        "ec2messages:GetEndpoint",
        "ec2messages:GetMessages",
        "ec2messages:SendReply",
      ]
      Resource = ["*"]
    },
    {
      Sid      = "Configuration"
      Effect   = "Allow"
      Action   = ["s3:GetObject"]
      Resource = ["${var.bucket}/nodes/${var.group}/*"]
    },
    {
      Sid      = "Secrets"
      Effect   = "Allow"
      Action   = ["ssm:GetParametersByPath"]
      Resource = flatten([for group in var.secrets : ["${local.parameters}/${group}", "${local.parameters}/${group}/*"]])
    },
    {
      Sid      = "Key"
      Effect   = "Allow"
      Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource = [var.cluster.kms_key_arn]
    },
    {
      Sid      = "Registry"
      Effect   = "Allow"
      Action   = ["ecr:GetAuthorizationToken"]
      Resource = ["*"]
    },
    {
      Sid      = "Images"
      Effect   = "Allow"
      Action   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
      Resource = [for image in var.images : "arn:aws:ecr:${var.cluster.region}:${var.account}:repository/${var.cluster.name}/${image}"]
    },
    {
      Sid      = "Logs"
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = [for group in var.secrets : "arn:aws:logs:${var.cluster.region}:${var.account}:log-group:/${var.cluster.name}/${group}:*"]
    },
    {
      Sid       = "Metrics"
      Effect    = "Allow"
      Action    = ["cloudwatch:PutMetricData"]
      Resource  = ["*"]
      Condition = { StringEquals = { "cloudwatch:namespace" = "Engage" } }
    },
  ]

  archive = var.archive != "write" ? [] : [
    {
      Sid      = "ListArchive"
      Effect   = "Allow"
      Action   = ["s3:ListBucket"]
      Resource = [var.bucket]
    },
    {
      Sid      = "RawEvents"
      Effect   = "Allow"
      Action   = ["s3:GetObject", "s3:PutObject"]
      Resource = ["${var.bucket}/raw/*"]
    },
    {
      Sid      = "Computed"
      Effect   = "Allow"
      Action   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
      Resource = ["${var.bucket}/curated/*", "${var.bucket}/recomputed/*", "${var.bucket}/jars/*"]
    },
  ]

  policy = jsonencode({ Version = "2012-10-17", Statement = concat(local.statements, local.archive) })
}

resource "aws_iam_role" "this" {
  name = "${var.cluster.name}-${var.group}"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ec2.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "this" {
  name   = "node"
  role   = aws_iam_role.this.id
  policy = local.policy
}
