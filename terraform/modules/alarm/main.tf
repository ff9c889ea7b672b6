# An alarm of CloudWatch. What each means and what to do is told in docs/aws.md under the word that it is given here.

resource "aws_cloudwatch_metric_alarm" "this" {
  alarm_name          = var.name
  alarm_description   = "${var.means}. docs/aws.md, Alarms: ${var.entry}"
  namespace           = var.metric.namespace
  metric_name         = var.metric.name
  dimensions          = var.metric.dimensions
  statistic           = var.metric.statistic
  period              = var.period
  evaluation_periods  = var.periods
  comparison_operator = var.below ? "LessThanThreshold" : "GreaterThanThreshold"
  threshold           = var.limit
  treat_missing_data  = var.missing
  alarm_actions       = [var.topic]
  ok_actions          = [var.topic]
}
