variable "carol" {
  default = "Cooper"
}

variable "password" {
  default   = "Correct-h0rse-42!"
  sensitive = true
}

resource "charter_cloud_elements_organization" "acme" {
  key = "Acme"
  password_policy = {
    min_length      = 12
    min_uppercase   = 1
    min_lowercase   = 1
    min_numbers     = 1
    min_symbols     = 1
    expiration_days = 180
  }
}

resource "charter_cloud_elements_account" "retail" {
  organization        = charter_cloud_elements_organization.acme.id
  key                 = "retail"
  name                = "Retail"
  description         = "Shops"
  deletion_protection = var.protection
}

resource "charter_cloud_elements_users" "hq" {
  account = "${charter_cloud_elements_organization.acme.id}/accounts/hq"
  users = {
    "alice@example.com" = { roles = ["org-admin"] }
    "bob@example.com"   = { roles = ["org-admin"] }
    "carol@example.com" = { last_name = var.carol }
    "grace@example.com" = { roles = ["admin"] }
    "frank@example.com" = {
      first_name = "Frank"
      last_name  = "Fuller"
      password   = var.password
      expires    = "2099-12-31"
    }
  }
}

resource "charter_cloud_elements_privilege" "view" {
  role = "${charter_cloud_elements_organization.acme.id}/roles/default-user"
  key  = "viewElements"
}

output "carol" {
  value = charter_cloud_elements_users.hq.users["carol@example.com"].status
}

output "id" {
  value = charter_cloud_elements_account.retail.id
}
