# What a plan of the whole promises, without AWS: `terraform test`.

mock_provider "aws" {
  mock_data "aws_region" {
    defaults = { name = "us-east-1" }
  }

  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_availability_zones" {
    defaults = { names = ["us-east-1a", "us-east-1b", "us-east-1c", "us-east-1d"] }
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

variables {
  certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000"
}

run "the_default_cluster" {
  command = plan

  assert {
    condition = sort(keys(output.nodes)) == sort([
      "controller-1", "broker-1", "broker-2", "broker-3", "spark-master", "worker-1", "worker-2", "worker-3", "web-1",
    ])
    error_message = "One controller, three brokers, a Spark master, three workers and a web node were promised."
  }

  assert {
    condition     = module.kafka.replication == 3 && length(split(",", output.bootstrap_servers)) == 3
    error_message = "Each record lies on three brokers."
  }

  assert {
    condition     = length(output.placement) == 5 && length(distinct(values(output.placement))) == 4
    error_message = "Three services and two Redis are spread over the four analytics nodes."
  }

  assert {
    condition     = output.placement["redis-1"] != output.placement["redis-2"]
    error_message = "Redis and its replica are on different nodes."
  }

  assert {
    condition     = module.network.nat_gateways == 1 && length(module.network.endpoints) == 0
    error_message = "One NAT gateway by default."
  }

  assert {
    condition     = sort([for door in module.web.doors : "${door.cidr} ${door.port}"]) == tolist(["0.0.0.0/0 443", "0.0.0.0/0 80"])
    error_message = "The world finds 443, and 80 for the redirect."
  }

  assert {
    condition     = length(distinct([for subnet in module.network.private_subnets : subnet.zone])) == 3
    error_message = "Private subnets lie in three zones."
  }

  assert {
    condition     = length(aws_ecr_repository.this) == 8 && alltrue([for r in aws_ecr_repository.this : r.image_tag_mutability == "IMMUTABLE"])
    error_message = "A repository for each image, whose tags stay what they are."
  }
}

# More of everything, as asked; and what runs already stays where it is and as it is.
run "as_many_as_asked" {
  command = plan

  variables {
    kafka     = { brokers = 6, controllers = 3, initial_controllers = 1 }
    analytics = { metrics_instances = 4, sentiment_instances = 2 }
    web       = { nodes = 2 }
    egress    = "endpoints"
  }

  assert {
    condition     = length(output.nodes) == 3 + 6 + 4 + 2
    error_message = "Three controllers, six brokers, four analytics nodes and two web nodes were asked for."
  }

  assert {
    condition     = length([for name, node in output.placement : name if startswith(name, "metrics-svc-")]) == 4
    error_message = "Four instances of metrics-svc were asked for."
  }

  assert {
    condition     = alltrue([for name, node in run.the_default_cluster.placement : output.placement[name] == node])
    error_message = "An instance would move to another node."
  }

  assert {
    condition = alltrue([for file in ["storage.env", "users.properties", "kafka.pem"] :
      jsondecode(output.configurations["broker-2"]).files["/etc/engage/units/kafka/${file}"]
      == jsondecode(run.the_default_cluster.configurations["broker-2"]).files["/etc/engage/units/kafka/${file}"]
    ])
    error_message = "A broker would be set up anew."
  }

  assert {
    condition     = strcontains(jsondecode(output.configurations["controller-3"]).files["/etc/engage/units/kafka/storage.env"], "INITIAL_CONTROLLERS=\n")
    error_message = "A controller that comes later must not begin a quorum of its own."
  }

  assert {
    condition = module.network.nat_gateways == 0 && module.network.endpoints == tolist([
      "ec2messages", "ecr.api", "ecr.dkr", "kms", "logs", "monitoring", "ssm", "ssmmessages",
    ])
    error_message = "Without a NAT gateway AWS's services are reached by endpoints."
  }
}

run "redis_moved" {
  command = plan

  variables {
    kafka     = { brokers = 6, controllers = 3, initial_controllers = 1 }
    analytics = { metrics_instances = 4, sentiment_instances = 2, redis_primary = 2 }
    web       = { nodes = 2 }
    egress    = "endpoints"
  }

  assert {
    condition     = strcontains(jsondecode(output.configurations["spark-master"]).files["/etc/engage/units/redis-1/redis.conf"], "replicaof primary.redis.engage.internal 6379")
    error_message = "The first Redis follows the second one when that takes writes."
  }
}

run "bad_values_are_refused" {
  command = plan
  expect_failures = [
    var.name, var.zones, var.vpc_cidr, var.egress, var.domain, var.certificate_arn, var.allowed_cidrs, var.image_tags, var.ami, var.kafka,
    var.analytics, var.archive, var.log_retention_days, var.alarm_email,
  ]

  variables {
    name               = "Engage!"
    zones              = ["us-east-1a"]
    vpc_cidr           = "10.0.0.0/24"
    egress             = "internet"
    domain             = "engage"
    certificate_arn    = null
    allowed_cidrs      = ["everybody"]
    image_tags         = { engage = "latest" }
    ami                = "windows"
    kafka              = { controllers = 2 }
    analytics          = { metrics_instances = 0, metrics_heap = "much" }
    archive            = { infrequent_after_days = 1 }
    log_retention_days = 31
    alarm_email        = "nobody"
  }
}

run "no_web_nodes_without_a_trial" {
  command         = plan
  expect_failures = [var.web]

  variables {
    web = { nodes = 0 }
  }
}
