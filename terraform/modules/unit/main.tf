# A container as a unit of systemd: text alone, no resource.

locals {
  files = merge(
    { for file, content in var.settings : "/etc/engage/units/${var.name}/${file}" => content },
    {
      "/etc/systemd/system/engage-${var.name}.service" = templatefile("${path.module}/unit.service.tftpl", {
        name         = var.name
        image        = var.image
        command      = join(" ", var.command)
        entrypoint   = var.entrypoint
        environment  = var.environment
        volumes      = var.volumes
        prepare      = var.prepare
        started      = var.started
        stop_seconds = var.stop_seconds
        logs         = var.logs
        user         = var.user
      })
    }
  )
}
