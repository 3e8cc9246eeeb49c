/** What changes on the way of each platform's HCL file (beside this one), in words of Charter's own documents. */

import type { Platform } from "../../../src/model/platform.ts";
import { cloudConsole } from "../../../src/platforms/cloud-console/index.ts";
import { cloudElements } from "../../../src/platforms/cloud-elements/index.ts";
import { datica } from "../../../src/platforms/datica/index.ts";
import { dnanexus } from "../../../src/platforms/dnanexus/index.ts";
import { marketplace } from "../../../src/platforms/marketplace/index.ts";

type Document = { readonly [name: string]: unknown };

export interface Scenario {
  readonly platform: Platform;
  /** Another value of the variable `carol`, and the one resource that it changes. */
  readonly other: string;
  readonly changes: string;
  /** What somebody does beside Terraform, and the one resource that a plan then changes back. */
  readonly drift: Document;
  readonly drifted: string;
  /** The same for what is removed, and the one resource that a plan then creates or changes. */
  readonly removal: Document;
  readonly removed: string;
  /** How a plan brings it back. */
  readonly back: "create" | "update";
  /** A resource that is imported. */
  readonly imported: string;
  /** What is to outlive the end of the test: forgotten before. */
  readonly stays: readonly string[];
  /** What destroying says of what it only forgets. */
  readonly warned: readonly string[];
}

export const scenarios: readonly Scenario[] = [
  {
    platform: cloudConsole,
    other: "2099-06-30",
    changes: "charter_cloud_console_administrators.acme",
    drift: {
      organization: "Acme",
      manage: { administrators: "additive" },
      administrators: { "frank@example.com": { state: "absent" } },
    },
    drifted: "charter_cloud_console_administrators.acme",
    removal: {
      organization: "Acme",
      manage: { billingAdministrators: "additive" },
      billingAdministrators: { "dave@example.com": { state: "absent" } },
    },
    removed: "charter_cloud_console_billing_administrator.dave",
    back: "create",
    imported: "charter_cloud_console_group.science",
    stays: ["charter_cloud_console_organization.acme"],
    warned: ["administrators"],
  },
  {
    platform: cloudElements,
    other: "Coppola",
    changes: "charter_cloud_elements_users.hq",
    drift: {
      organization: "Acme",
      manage: { accounts: "additive" },
      accounts: { retail: { description: "changed by hand" } },
    },
    drifted: "charter_cloud_elements_account.retail",
    removal: {
      organization: "Acme",
      manage: { roles: "additive", "roles.privileges": "additive" },
      roles: { "default-user": { privileges: { viewElements: { state: "absent" } } } },
    },
    removed: "charter_cloud_elements_privilege.view",
    back: "create",
    imported: "charter_cloud_elements_users.hq",
    stays: [],
    warned: ["users"],
  },
  {
    platform: datica,
    other: "member",
    changes: "charter_datica_members.acme",
    drift: {
      organization: "Acme Health",
      manage: { groups: "additive" },
      groups: { "Kubernetes Readers": { acls: ["product:cluster:*:action:*:*:pods:get"] } },
    },
    drifted: "charter_datica_group.readers",
    removal: {
      organization: "Acme Health",
      manage: { environments: "additive", "environments.grants": "additive" },
      environments: {
        "acme-production": { grants: { "grace@example.com": { state: "absent" } } },
      },
    },
    removed: "charter_datica_grant.production",
    back: "create",
    imported: "charter_datica_members.acme",
    stays: [],
    warned: ["members"],
  },
  {
    platform: dnanexus,
    other: "VIEW",
    changes: "charter_dnanexus_members.acme",
    drift: {
      organization: "org-acme",
      manage: { members: "additive" },
      members: { "user-dave": { level: "ADMIN" } },
    },
    drifted: "charter_dnanexus_members.acme",
    removal: {
      organization: "org-acme",
      manage: { apps: "additive", "apps.authorizedUsers": "additive" },
      apps: { "app-qc": { authorizedUsers: { "org-lab": { state: "absent" } } } },
    },
    removed: 'charter_dnanexus_authorized_user.qc["org-lab"]',
    back: "create",
    imported: "charter_dnanexus_project.raw",
    stays: [],
    warned: ["members"],
  },
  {
    platform: marketplace,
    other: "reviewer",
    changes: "charter_marketplace_members.acme",
    drift: {
      organization: "Acme Foods",
      manage: { teams: "additive" },
      teams: { Shopping: { description: "changed by hand" } },
    },
    drifted: "charter_marketplace_team.shopping",
    removal: {
      organization: "Acme Foods",
      manage: { applications: "additive" },
      applications: { "coupon-clipper-7a91be": { state: "absent" } },
    },
    removed: "charter_marketplace_share.clipper",
    back: "create",
    imported: "charter_marketplace_team.shopping",
    stays: ["charter_marketplace_organization.acme"],
    warned: ["members"],
  },
];
