variable "carol" {
  default = "CONTRIBUTE"
}

resource "charter_dnanexus_organization" "acme" {
  key  = "org-acme"
  name = "Acme Genomics"
  policies = {
    member_list_visibility = "MEMBER"
    job_reuse              = true
  }
}

resource "charter_dnanexus_members" "acme" {
  organization = charter_dnanexus_organization.acme.id
  members = {
    user-alice = { level = "ADMIN" }
    user-bob   = { level = "ADMIN" }
    user-carol = { level = "MEMBER", project_access = var.carol, app_access = true }
    user-dave  = { level = "MEMBER", project_access = "VIEW", expires = "2099-12-31" }
    user-grace = { level = "MEMBER" }
  }
}

resource "charter_dnanexus_project" "raw" {
  organization                        = charter_dnanexus_organization.acme.id
  key                                 = "raw-data"
  summary                             = "Reads as they come from the machines"
  region                              = "aws:us-east-1"
  overrides                           = { copy = "no-one", delete = "admins-only" }
  allowed_executables                 = ["app-qc"]
  https_app_isolated_browsing_options = jsonencode({ clipboard = false })
  monthly_storage_limit               = 250.5
  unset                               = ["monthly_compute_limit"]
  deletion_protection                 = var.protection
}

resource "charter_dnanexus_grants" "raw" {
  project = charter_dnanexus_project.raw.id
  grants = {
    org-acme   = { level = "UPLOAD" }
    user-alice = { level = "ADMINISTER" }
    user-bob   = { level = "ADMINISTER" }
  }
  depends_on = [charter_dnanexus_members.acme]
}

resource "charter_dnanexus_authorized_user" "qc" {
  for_each = toset(["org-acme", "org-lab"])
  app      = "org-acme/apps/app-qc"
  key      = each.key
}

output "carol" {
  value = charter_dnanexus_members.acme.members["user-carol"].status
}

output "id" {
  value = charter_dnanexus_project.raw.id
}
