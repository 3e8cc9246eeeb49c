variable "carol" {
  default = "admin"
}

resource "charter_datica_organization" "acme" {
  key         = "Acme Health"
  description = "Patient records of Acme's clinics"
}

resource "charter_datica_members" "acme" {
  organization = charter_datica_organization.acme.id
  members = {
    "alice@example.com" = { role = "owner" }
    "Bob@example.com"   = { role = "admin" }
    "carol@example.com" = { role = var.carol }
    "dave@example.com"  = { role = "admin" }
    "erin@example.com"  = { role = "admin" }
    "frank@example.com" = { role = "member", expires = "2099-12-31" }
    "grace@example.com" = { role = "member" }
  }
}

resource "charter_datica_grant" "production" {
  environment = "${charter_datica_organization.acme.id}/environments/acme-production"
  key         = "grace@example.com"
}

resource "charter_datica_group" "readers" {
  organization = charter_datica_organization.acme.id
  key          = "Kubernetes Readers"
  acls = [
    "product:cluster:*:action:*:*:pods:list",
    "product:cluster:*:action:*:*:pods:get",
  ]
  deletion_protection = var.protection
}

resource "charter_datica_group_members" "readers" {
  group = charter_datica_group.readers.id
  members = {
    "carol@example.com" = {}
    "grace@example.com" = {}
  }
}

output "carol" {
  value = charter_datica_members.acme.members["carol@example.com"].status
}

output "id" {
  value = charter_datica_group.readers.id
}
