import { describe, expect, test } from "vitest";
import { expanded, messages, printed } from "./support.ts";

/** The blocks of a kind of resource, as files have them. */
function blocks(text: string, type: string): string {
  return printed(text)
    .split(/\n(?=resource |import |variable |provider )/)
    .filter((each) => each.startsWith(`resource "charter_${type}"`) || each.includes(`to = charter_${type}.`))
    .join("\n");
}

const acme = `
platform: dnanexus
organization: org-acme
name: Acme
members:
  user-alice: ADMIN
  user-Bob: { level: MEMBER, expires: 2099-12-31 }
projects:
  raw-data: { overrides: { download: no-one }, grants: { user-alice: ADMINISTER } }
  other: { name: Something else, id: project-1, monthlyComputeLimit: null, grants: {} }
`;

describe("a small organization", () => {
  test("as a module", () => {
    expect(printed(acme)).toMatchInlineSnapshot(`
      "# Written by charter export terraform.

      terraform {
        required_version = ">= 1.5"

        required_providers {
          charter = { source = "orgcharter/charter" }
        }
      }

      provider "charter" {}

      resource "charter_dnanexus_organization" "org_acme" {
        key  = "org-acme"
        name = "Acme"
      }

      resource "charter_dnanexus_members" "org_acme" {
        organization = charter_dnanexus_organization.org_acme.id
        members = {
          "user-alice" = { level = "ADMIN" }
          "user-bob"   = { level = "MEMBER", expires = "2099-12-31" }
        }
      }

      resource "charter_dnanexus_project" "org_acme" {
        for_each = {
          "raw-data" = { overrides = { download = "no-one" } }
          "other" = {
            name        = "Something else"
            unset       = ["monthly_compute_limit"]
            platform_id = "project-1"
          }
        }
        organization = charter_dnanexus_organization.org_acme.id
        key          = each.key
        name         = try(each.value.name, null)
        overrides    = try(each.value.overrides, null)
        unset        = try(each.value.unset, null)
        platform_id  = try(each.value.platform_id, null)
      }

      resource "charter_dnanexus_grants" "org_acme" {
        for_each = {
          "raw-data" = {
            "user-alice" = { level = "ADMINISTER" }
          }
          "other" = {}
        }
        project = charter_dnanexus_project.org_acme[each.key].id
        grants  = each.value
      }

      # Takes over what is live already. Take out the blocks of what does not exist yet: Terraform makes it.

      import {
        to = charter_dnanexus_organization.org_acme
        id = "org-acme"
      }

      import {
        to = charter_dnanexus_members.org_acme
        id = "org-acme/members?expires.user-bob=2099-12-31"
      }

      import {
        to = charter_dnanexus_project.org_acme["raw-data"]
        id = "org-acme/projects/raw-data"
      }

      import {
        to = charter_dnanexus_project.org_acme["other"]
        id = "org-acme/projects/other?id=project-1&unset=monthly_compute_limit"
      }

      import {
        to = charter_dnanexus_grants.org_acme["raw-data"]
        id = "org-acme/projects/raw-data/grants"
      }

      import {
        to = charter_dnanexus_grants.org_acme["other"]
        id = "org-acme/projects/other?id=project-1/grants"
      }
      "
    `);
  });

  test("as JSON", () => {
    expect(printed(acme, "json")).toMatchInlineSnapshot(`
      "{
        "terraform": {
          "required_version": ">= 1.5",
          "required_providers": {
            "charter": {
              "source": "orgcharter/charter"
            }
          }
        },
        "provider": {
          "charter": [
            {}
          ]
        },
        "resource": {
          "charter_dnanexus_organization": {
            "org_acme": {
              "key": "org-acme",
              "name": "Acme"
            }
          },
          "charter_dnanexus_members": {
            "org_acme": {
              "organization": "\${charter_dnanexus_organization.org_acme.id}",
              "members": {
                "user-alice": {
                  "level": "ADMIN"
                },
                "user-bob": {
                  "level": "MEMBER",
                  "expires": "2099-12-31"
                }
              }
            }
          },
          "charter_dnanexus_project": {
            "org_acme": {
              "for_each": {
                "raw-data": {
                  "overrides": {
                    "download": "no-one"
                  }
                },
                "other": {
                  "name": "Something else",
                  "unset": [
                    "monthly_compute_limit"
                  ],
                  "platform_id": "project-1"
                }
              },
              "organization": "\${charter_dnanexus_organization.org_acme.id}",
              "key": "\${each.key}",
              "name": "\${try(each.value.name, null)}",
              "overrides": "\${try(each.value.overrides, null)}",
              "unset": "\${try(each.value.unset, null)}",
              "platform_id": "\${try(each.value.platform_id, null)}"
            }
          },
          "charter_dnanexus_grants": {
            "org_acme": {
              "for_each": {
                "raw-data": {
                  "user-alice": {
                    "level": "ADMINISTER"
                  }
                },
                "other": {}
              },
              "project": "\${charter_dnanexus_project.org_acme[each.key].id}",
              "grants": "\${each.value}"
            }
          }
        }
      }

      {
        "import": [
          {
            "to": "charter_dnanexus_organization.org_acme",
            "id": "org-acme"
          },
          {
            "to": "charter_dnanexus_members.org_acme",
            "id": "org-acme/members?expires.user-bob=2099-12-31"
          },
          {
            "to": "charter_dnanexus_project.org_acme[\\"raw-data\\"]",
            "id": "org-acme/projects/raw-data"
          },
          {
            "to": "charter_dnanexus_project.org_acme[\\"other\\"]",
            "id": "org-acme/projects/other?id=project-1&unset=monthly_compute_limit"
          },
          {
            "to": "charter_dnanexus_grants.org_acme[\\"raw-data\\"]",
            "id": "org-acme/projects/raw-data/grants"
          },
          {
            "to": "charter_dnanexus_grants.org_acme[\\"other\\"]",
            "id": "org-acme/projects/other?id=project-1/grants"
          }
        ]
      }
      "
    `);
  });
});

describe("collections", () => {
  test("that are additive are resources of their own, with what holds them", () => {
    const text = `${acme}manage: { members: additive, projects.grants: additive }\n`;
    expect(blocks(text, "dnanexus_(?:member|grant)")).toBe("");
    expect(blocks(text, "dnanexus_member") + blocks(text, "dnanexus_grant")).toMatchInlineSnapshot(`
      "resource "charter_dnanexus_member" "org_acme" {
        for_each = {
          "user-alice" = { level = "ADMIN" }
          "user-bob"   = { level = "MEMBER", expires = "2099-12-31" }
        }
        organization = charter_dnanexus_organization.org_acme.id
        key          = each.key
        level        = each.value.level
        expires      = try(each.value.expires, null)
      }

      import {
        to = charter_dnanexus_member.org_acme["user-alice"]
        id = "org-acme/members/user-alice"
      }

      import {
        to = charter_dnanexus_member.org_acme["user-bob"]
        id = "org-acme/members/user-bob?expires=2099-12-31"
      }
      resource "charter_dnanexus_grant" "org_acme" {
        for_each = {
          "raw-data/user-alice" = { project = "raw-data", key = "user-alice", level = "ADMINISTER" }
        }
        project = charter_dnanexus_project.org_acme[each.value.project].id
        key     = each.value.key
        level   = each.value.level
      }

      # Takes over what is live already. Take out the blocks of what does not exist yet: Terraform makes it.

      import {
        to = charter_dnanexus_grant.org_acme["raw-data/user-alice"]
        id = "org-acme/projects/raw-data/grants/user-alice"
      }
      "
    `);
  });

  test("that are ignored are not there, and what they hold is written by address", () => {
    const text = `${acme}manage: { members: ignore, projects: ignore }\n`;
    const { blocks: all } = expanded(text);
    expect(all.map(({ id }) => id)).toEqual([
      "charter_dnanexus_organization.org_acme",
      "charter_dnanexus_grants.org_acme",
    ]);
    expect(blocks(text, "dnanexus_grants")).toMatchInlineSnapshot(`
      "resource "charter_dnanexus_grants" "org_acme" {
        for_each = {
          "raw-data" = {
            project = "org-acme/projects/raw-data"
            grants = {
              "user-alice" = { level = "ADMINISTER" }
            }
          }
          "other" = { project = "org-acme/projects/other", grants = {} }
        }
        project = each.value.project
        grants  = each.value.grants
      }

      # Takes over what is live already. Take out the blocks of what does not exist yet: Terraform makes it.

      import {
        to = charter_dnanexus_grants.org_acme["raw-data"]
        id = "org-acme/projects/raw-data/grants"
      }

      import {
        to = charter_dnanexus_grants.org_acme["other"]
        id = "org-acme/projects/other?id=project-1/grants"
      }
      "
    `);
    expect(
      blocks(`${acme}manage: { projects: ignore, projects.grants: additive }\n`, "dnanexus_grant"),
    ).toMatchInlineSnapshot(`
      "resource "charter_dnanexus_grant" "org_acme" {
        for_each = {
          "raw-data/user-alice" = {
            project = "org-acme/projects/raw-data"
            key     = "user-alice"
            level   = "ADMINISTER"
          }
        }
        project = each.value.project
        key     = each.value.key
        level   = each.value.level
      }

      # Takes over what is live already. Take out the blocks of what does not exist yet: Terraform makes it.

      import {
        to = charter_dnanexus_grant.org_acme["raw-data/user-alice"]
        id = "org-acme/projects/raw-data/grants/user-alice"
      }
      "
    `);
  });

  test("of an organization without any line still get it", () => {
    expect(blocks("platform: datica\norganization: acme\n", "datica_organization")).toMatchInlineSnapshot(`
      "resource "charter_datica_organization" "acme" {
        key = "acme"
      }

      # Takes over what is live already. Take out the blocks of what does not exist yet: Terraform makes it.

      import {
        to = charter_datica_organization.acme
        id = "acme"
      }
      "
    `);
  });

  test("are there where they are empty, but for containers", () => {
    const { blocks: all } = expanded("platform: dnanexus\norganization: org-a\nmembers: {}\nprojects: {}\n");
    expect(all.map(({ id }) => id)).toEqual([
      "charter_dnanexus_organization.org_a",
      "charter_dnanexus_members.org_a",
    ]);
  });
});

describe("what comes first", () => {
  const order = (text: string) =>
    Object.fromEntries(expanded(text).blocks.map(({ id, dependsOn }) => [id, dependsOn]));

  test("is whom an entry refers to, and what its key names", () => {
    const datica = order(
      "platform: datica\norganization: acme\nmembers: { a@b.c: owner }\ngroups: { G: { members: [a@b.c] } }\n",
    );
    expect(datica["charter_datica_group_members.acme"]).toEqual(["charter_datica_members.acme"]);
    const console = order(
      "platform: cloud-console\norganization: acme\nprojects: { p: { region: vienna } }\ngroups: { g: { projects: [p] } }\n" +
        "owners: [a@b.c]\nadministrators: [b@b.c]\n",
    );
    expect(console["charter_cloud_console_group_projects.acme"]).toEqual([
      "charter_cloud_console_project.acme",
    ]);
    expect(console["charter_cloud_console_owners.acme"]).toEqual([]);
  });

  test("also in another organization, and never in a circle", () => {
    const two = ["a", "b"]
      .map(
        (each, index) =>
          `platform: dnanexus\norganization: org-${each}\nmembers: {}\nprojects: { p: { grants: { org-${["b", "a"][index]}: VIEW } } }\n`,
      )
      .join("---\n");
    const found = order(two);
    expect(found["charter_dnanexus_grants.org_a"]).toEqual(["charter_dnanexus_organization.org_b"]);
    expect(found["charter_dnanexus_grants.org_b"]).toEqual(["charter_dnanexus_organization.org_a"]);
  });
});

describe("names", () => {
  test("are safe and each its own", () => {
    const labels = ["Acme", "ACME!", "acme", "1st", "Ünïted", "日本"];
    const text = labels
      .map((label) => `platform: marketplace\norganization: ${JSON.stringify(label)}\n`)
      .join("---\n");
    expect(
      expanded(text)
        .blocks.map(({ name }) => name)
        .sort(),
    ).toEqual(["_1st", "acme", "acme_2", "acme_3", "u_ni_ted", "unnamed"].sort());
  });

  test("of secrets are those of their variables, which are never two for one", () => {
    const users = ["FIRST", "First", "COUNT", "FIRST"].map(
      (env, index) => `u${index}@b.c: { firstName: A, lastName: B, password: { env: ${env} } }`,
    );
    const text = `platform: cloud-elements\norganization: acme\naccounts: { hq: { users: { ${users.join(", ")} } } }\n`;
    const { variables, requiredVersion } = expanded(text);
    expect(variables.map(({ name }) => name)).toEqual(["first", "first_2", "count_2"]);
    expect(requiredVersion).toBe(">= 1.11");
    expect(printed(text)).not.toMatch(/FIRST"/);
  });
});

describe("what Terraform cannot say", () => {
  test("is left out of whole collections, and a warning elsewhere", () => {
    const people =
      "{ user-a: ADMIN, user-b: { level: MEMBER, expires: 2020-01-01 }, user-c: { level: MEMBER, state: absent } }";
    const all = expanded(`platform: dnanexus\norganization: org-a\nmembers: ${people}\n`);
    expect(messages(all)).toEqual([]);
    expect(JSON.stringify(all.blocks)).not.toMatch(/user-[bc]/);
    const some = expanded(
      `platform: dnanexus\norganization: org-a\nmanage: { members: additive }\nmembers: ${people}\nprojects: { gone: { state: absent }, new: { previously: [old] } }\n`,
    );
    expect(messages(some)).toMatchInlineSnapshot(`
      [
        "warning terraform/gone: org-a/members/user-b is left out, since its last day is over; Terraform removes only what it has in its state: remove it with charter apply, or let Terraform manage the whole collection.",
        "warning terraform/absent: org-a/members/user-c is left out, since it has state: absent; Terraform removes only what it has in its state: remove it with charter apply, or let Terraform manage the whole collection.",
        "warning terraform/absent: org-a/projects/gone is left out, since it has state: absent; Terraform removes only what it has in its state: destroy it with charter apply, or import it into Terraform and destroy it there.",
        "note terraform/previously: org-a/projects/new was called old before, which Terraform does not know: where its state has the former name, write a moved block.",
      ]
    `);
    expect(JSON.stringify(some.blocks)).not.toMatch(/user-[bc]|gone/);
  });

  test("and an organization that shall be absent is no block", () => {
    const { blocks: all, findings } = expanded("platform: marketplace\norganization: acme\nstate: absent\n");
    expect(all).toEqual([]);
    expect(findings).toMatchObject([{ code: "terraform/absent", severity: "warning" }]);
  });
});

describe("settings", () => {
  test("become providers: one for the first connection of each platform, others by name", () => {
    const settings = `
connections:
  one: { platform: dnanexus, url: "https://localhost:1", credentials: { token: { env: CHARTER_DNANEXUS_TOKEN } } }
  two: { platform: dnanexus, credentials: { token: { env: TWO_TOKEN } } }
guards:
  removals: { ratio: 0.5, organization: { count: 7 } }
  admins: { minimum: 2, required: [org-a/members/user-a] }
  protected: ["org-a/**"]
`;
    const text = ["one", "two"]
      .map((each) => `platform: dnanexus\norganization: org-${each}\nconnection: ${each}\n`)
      .join("---\n");
    expect(printed(text, "hcl", settings)).toMatchInlineSnapshot(`
      "# Written by charter export terraform.

      terraform {
        required_version = ">= 1.5"

        required_providers {
          charter = { source = "orgcharter/charter" }
        }
      }

      provider "charter" {
        dnanexus = { url = "https://localhost:1" }
        guards = {
          removals  = { ratio = 0.5 }
          admins    = { minimum = 2, required = ["org-a/members/user-a"] }
          protected = ["org-a/**"]
        }
      }

      provider "charter" {
        alias    = "two"
        dnanexus = { token = var.two_token }
        guards = {
          removals  = { ratio = 0.5 }
          admins    = { minimum = 2, required = ["org-a/members/user-a"] }
          protected = ["org-a/**"]
        }
      }

      variable "two_token" {
        type        = string
        description = "What the environment variable TWO_TOKEN holds where Charter runs: token of the connection two."
        sensitive   = true
      }

      resource "charter_dnanexus_organization" "org_one" {
        key = "org-one"
      }

      resource "charter_dnanexus_organization" "org_two" {
        provider = charter.two
        key      = "org-two"
      }

      # Takes over what is live already. Take out the blocks of what does not exist yet: Terraform makes it.

      import {
        to = charter_dnanexus_organization.org_one
        id = "org-one"
      }

      import {
        to       = charter_dnanexus_organization.org_two
        id       = "org-two"
        provider = charter.two
      }
      "
    `);
    expect(messages(expanded(text, settings))).toMatchInlineSnapshot(`
      [
        "warning terraform/settings: guards.removals.organization of charter.yaml cannot be said in Terraform; keep the files and run charter validate on them, or check it there with a policy of your own.",
      ]
    `);
  });
});
