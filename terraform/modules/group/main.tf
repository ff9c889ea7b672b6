# A group of nodes: its security group, and its role: Session Manager, its own configuration, secrets, images, logs and metrics, and nothing else.
# AWS's managed policy for Session Manager would let every node read every parameter of the account.

locals {
  parameters = "arn:aws:ssm:${var.cluster.region}:${var.place.account}:parameter/${var.cluster.name}"

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
      Resource = ["${var.place.bucket_arn}/nodes/${var.name}/*"]
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
      Resource = [for image in var.images : "arn:aws:ecr:${var.cluster.region}:${var.place.account}:repository/${var.cluster.name}/${image}"]
    },
    {
      Sid      = "Logs"
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = [for group in var.secrets : "arn:aws:logs:${var.cluster.region}:${var.place.account}:log-group:/${var.cluster.name}/${group}:*"]
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
      Resource = [var.place.bucket_arn]
    },
    {
      Sid      = "RawEvents"
      Effect   = "Allow"
      Action   = ["s3:GetObject", "s3:PutObject"]
      Resource = ["${var.place.bucket_arn}/raw/*"]
    },
    {
      Sid      = "Computed"
      Effect   = "Allow"
      Action   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"]
      Resource = ["${var.place.bucket_arn}/curated/*", "${var.place.bucket_arn}/recomputed/*"]
    },
  ]

  policy = jsonencode({ Version = "2012-10-17", Statement = concat(local.statements, local.archive) })
}

resource "aws_iam_role" "this" {
  name = "${var.cluster.name}-${var.name}"
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

resource "aws_iam_instance_profile" "this" {
  name = "${var.cluster.name}-${var.name}"
  role = aws_iam_role.this.name
}

resource "aws_security_group" "this" {
  name        = "${var.cluster.name}-${var.name}"
  description = var.description
  vpc_id      = var.place.vpc.id
}

resource "aws_vpc_security_group_egress_rule" "inside" {
  security_group_id = aws_security_group.this.id
  description       = "The other nodes"
  cidr_ipv4         = var.place.vpc.cidr
  ip_protocol       = "-1"
}

resource "aws_vpc_security_group_egress_rule" "https" {
  security_group_id = aws_security_group.this.id
  description       = "AWS"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}
