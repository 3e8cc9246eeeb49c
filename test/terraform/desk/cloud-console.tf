variable "carol" {
  default = "2099-12-31"
}

# Names are not unique there: which one is meant is said once.
import {
  to = charter_cloud_console_organization.acme
  id = "Acme"
}

resource "charter_cloud_console_organization" "acme" {
  key                 = "Acme"
  deletion_protection = true
}

resource "charter_cloud_console_administrators" "acme" {
  organization = charter_cloud_console_organization.acme.id
  administrators = {
    "bob@example.com"   = {}
    "frank@example.com" = { expires = var.carol }
  }
}

resource "charter_cloud_console_billing_administrator" "dave" {
  organization = charter_cloud_console_organization.acme.id
  key          = "dave@example.com"
}

resource "charter_cloud_console_project" "research" {
  organization        = charter_cloud_console_organization.acme.id
  key                 = "research"
  region              = "upper-austria"
  deletion_protection = var.protection
}

resource "charter_cloud_console_group" "science" {
  organization        = charter_cloud_console_organization.acme.id
  key                 = "Science"
  deletion_protection = var.protection
}

resource "charter_cloud_console_group_project" "science" {
  group = charter_cloud_console_group.science.id
  key   = charter_cloud_console_project.research.key
}

resource "charter_cloud_console_group_members" "science" {
  group = charter_cloud_console_group.science.id
  members = {
    "grace@example.com" = { expires = "2099-06-30" }
    "carol@example.com" = {}
  }
}

output "carol" {
  value = charter_cloud_console_group_members.science.members["carol@example.com"].status
}

output "id" {
  value = charter_cloud_console_group.science.id
}
