# The example of two nodes, without AWS.

mock_provider "aws" {
  mock_data "aws_region" {
    defaults = { name = "us-east-1" }
  }

  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_availability_zones" {
    defaults = { names = ["us-east-1a", "us-east-1b", "us-east-1c"] }
  }

  mock_data "aws_ssm_parameter" {
    defaults = { insecure_value = "ami-0123456789abcdef0" }
  }

  # What a plan shows of these decides what it shows of nodes.
  mock_resource "aws_s3_bucket" {
    override_during = plan
    defaults        = { id = "engage-archive-123456789012" }
  }

  mock_resource "aws_kms_key" {
    override_during = plan
    defaults        = { arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555" }
  }
}

run "two_nodes" {
  command = plan

  module {
    source = "./examples/small"
  }

  variables {
    allowed_cidrs = ["203.0.113.7/32"]
  }

  assert {
    condition     = sort(keys(output.nodes)) == tolist(["broker-1", "spark-master"])
    error_message = "Two nodes were promised."
  }
}

run "a_trial_is_not_for_the_world" {
  command         = plan
  expect_failures = [var.allowed_cidrs]

  module {
    source = "./examples/small"
  }

  variables {
    allowed_cidrs = ["0.0.0.0/0"]
  }
}
