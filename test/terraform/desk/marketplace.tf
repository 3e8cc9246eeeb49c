variable "carol" {
  default = "editor"
}

# Names are not unique there: which one is meant is said once.
import {
  to = charter_marketplace_organization.acme
  id = "Acme Foods"
}

resource "charter_marketplace_organization" "acme" {
  key         = "Acme Foods"
  description = "Everything that Acme builds for its customers"
}

resource "charter_marketplace_members" "acme" {
  organization = charter_marketplace_organization.acme.id
  members = {
    "alice@example.com" = { role = "maintainer" }
    "bob@example.com"   = { role = "maintainer" }
    "Carol@example.com" = { role = var.carol }
    "dave@example.com"  = { role = "reviewer" }
    "grace@example.com" = { role = "editor" }
    "erin@example.com"  = { role = "viewer", expires = "2099-12-31" }
  }
}

resource "charter_marketplace_team" "shopping" {
  organization        = charter_marketplace_organization.acme.id
  key                 = "Shopping"
  description         = "Carts, lists and recipes"
  deletion_protection = var.protection
}

resource "charter_marketplace_team_member" "carol" {
  team       = charter_marketplace_team.shopping.id
  key        = "carol@example.com"
  role       = "maintainer"
  depends_on = [charter_marketplace_members.acme]
}

resource "charter_marketplace_team_share" "planner" {
  team = charter_marketplace_team.shopping.id
  key  = "meal-planner-4f7c2b"
}

resource "charter_marketplace_share" "clipper" {
  organization = charter_marketplace_organization.acme.id
  key          = "coupon-clipper-7a91be"
}

output "carol" {
  value = charter_marketplace_members.acme.members["Carol@example.com"].status
}

output "id" {
  value = charter_marketplace_team.shopping.id
}
