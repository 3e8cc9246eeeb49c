/** Where Terraform and OpenTofu know the provider from. */

/** As registries name it, without a host. */
export const namespace = "orgcharter";
export const providerType = "charter";

/** The hosts that `orgcharter/charter` means: Terraform's own registry, and OpenTofu's. */
export const hosts = ["registry.terraform.io", "registry.opentofu.org"] as const;

export const providerAddress = `${hosts[0]}/${namespace}/${providerType}`;
