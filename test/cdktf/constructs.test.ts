import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as cdktf from "cdktf";
import * as cdktn from "cdktn";
import { describe, expect, test } from "vitest";
import * as classic from "../../src/cdktf/cdktf.ts";
import * as next from "../../src/cdktf/cdktn.ts";
import { resourcesOf, type Stack, synthesized } from "./stacks.ts";

describe("single constructs", () => {
  test("write what they are given, under Terraform's names", () => {
    const made = resourcesOf((stack, { dnanexus, cloudElements }) => {
      const project = new dnanexus.Project(stack, "raw", {
        organization: "org-acme",
        key: "raw-data",
        containsPHI: true,
        overrides: { download: "no-one" },
        httpsAppIsolatedBrowsingOptions: { clipboard: false },
        unset: ["monthlyComputeLimit"],
        deletionProtection: false,
      });
      const grants = new dnanexus.Grants(stack, "grants", {
        project: project.id,
        grants: { "user-alice": { level: "ADMINISTER", expires: "2099-01-01" } },
        dependsOn: [project],
      });
      // A password is write-only: this also holds where the core knows what that is.
      new cloudElements.User(stack, "user", {
        account: "acme/accounts/hq",
        key: "a@b.c",
        roles: ["admin"],
        password: "secret",
      });
      new dnanexus.App(stack, "app", { organization: grants.keys, key: "app-qc" });
    });
    expect(made).toMatchInlineSnapshot(`
      {
        "charter_cloud_elements_user": {
          "user": {
            "account": "acme/accounts/hq",
            "key": "a@b.c",
            "password": "secret",
            "roles": [
              "admin",
            ],
          },
        },
        "charter_dnanexus_app": {
          "app": {
            "key": "app-qc",
            "organization": "\${jsonencode(keys(charter_dnanexus_grants.grants.grants))}",
          },
        },
        "charter_dnanexus_grants": {
          "grants": {
            "depends_on": [
              "charter_dnanexus_project.raw",
            ],
            "grants": {
              "user-alice": {
                "expires": "2099-01-01",
                "level": "ADMINISTER",
              },
            },
            "project": "\${charter_dnanexus_project.raw.id}",
          },
        },
        "charter_dnanexus_project": {
          "raw": {
            "contains_phi": true,
            "deletion_protection": false,
            "https_app_isolated_browsing_options": "\${jsonencode({"clipboard" = false})}",
            "key": "raw-data",
            "organization": "org-acme",
            "overrides": {
              "download": "no-one",
            },
            "unset": [
              "monthly_compute_limit",
            ],
          },
        },
      }
    `);
  });

  test("every class of every platform takes its required properties", () => {
    const names = Object.entries(classic).flatMap(([name, classes]) =>
      typeof classes === "object" ? Object.keys(classes).map((each) => `${name}.${each}`) : [name],
    );
    expect(names).toMatchInlineSnapshot(`
      [
        "CharterProvider",
        "Organization",
        "cloudConsole.Administrator",
        "cloudConsole.Administrators",
        "cloudConsole.BillingAdministrator",
        "cloudConsole.BillingAdministrators",
        "cloudConsole.Group",
        "cloudConsole.GroupMember",
        "cloudConsole.GroupMembers",
        "cloudConsole.GroupProject",
        "cloudConsole.GroupProjects",
        "cloudConsole.Organization",
        "cloudConsole.Owner",
        "cloudConsole.Owners",
        "cloudConsole.Project",
        "cloudConsole.DataAccess",
        "cloudConsole.DataOrganization",
        "cloudElements.Account",
        "cloudElements.Organization",
        "cloudElements.Privilege",
        "cloudElements.Privileges",
        "cloudElements.Role",
        "cloudElements.User",
        "cloudElements.Users",
        "cloudElements.DataAccess",
        "cloudElements.DataOrganization",
        "datica.Environment",
        "datica.Grant",
        "datica.Grants",
        "datica.Group",
        "datica.GroupMember",
        "datica.GroupMembers",
        "datica.Member",
        "datica.Members",
        "datica.Organization",
        "datica.DataAccess",
        "datica.DataOrganization",
        "dnanexus.App",
        "dnanexus.AuthorizedUser",
        "dnanexus.AuthorizedUsers",
        "dnanexus.Developer",
        "dnanexus.Developers",
        "dnanexus.Grant",
        "dnanexus.Grants",
        "dnanexus.Member",
        "dnanexus.Members",
        "dnanexus.Organization",
        "dnanexus.Project",
        "dnanexus.DataAccess",
        "dnanexus.DataOrganization",
        "marketplace.Member",
        "marketplace.Members",
        "marketplace.Organization",
        "marketplace.Share",
        "marketplace.Shares",
        "marketplace.Team",
        "marketplace.TeamMember",
        "marketplace.TeamMembers",
        "marketplace.TeamShare",
        "marketplace.TeamShares",
        "marketplace.DataAccess",
        "marketplace.DataOrganization",
      ]
    `);
  });

  test("providers write what they are given", () => {
    const made = synthesized((stack, { CharterProvider, dnanexus }) => {
      new CharterProvider(stack, "charter", {
        dnanexus: { url: "https://localhost", token: "t", requestsPerSecond: 3 },
        cloudConsole: { email: "a@b.c", authUrl: "https://localhost" },
      });
      const other = new CharterProvider(stack, "other", { alias: "other" });
      new dnanexus.Member(stack, "a", {
        organization: "org-a",
        key: "user-a",
        level: "ADMIN",
        provider: other,
      });
    });
    expect(made).toMatchInlineSnapshot(`
      {
        "provider": {
          "charter": [
            {
              "cloud_console": {
                "auth_url": "https://localhost",
                "email": "a@b.c",
              },
              "dnanexus": {
                "requests_per_second": 3,
                "token": "t",
                "url": "https://localhost",
              },
            },
            {
              "alias": "other",
            },
          ],
        },
        "resource": {
          "charter_dnanexus_member": {
            "a": {
              "key": "user-a",
              "level": "ADMIN",
              "organization": "org-a",
              "provider": "charter.other",
            },
          },
        },
        "terraform": {
          "required_providers": {
            "charter": {
              "source": "orgcharter/charter",
            },
          },
        },
      }
    `);
  });
});

describe("what is wrong is said at once", () => {
  const refused = (build: (stack: Stack) => unknown): string => {
    const stack = new cdktf.TerraformStack(cdktf.Testing.app(), "test");
    try {
      build(stack);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    return "";
  };
  const { dnanexus, CharterProvider, Organization } = classic;

  test("names that are not there, with the one that was meant", () => {
    const given = { organization: "o", key: "user-a", level: "ADMIN" } as const;
    expect(refused((stack) => new dnanexus.Member(stack, "a", { ...given, ...{ levle: 1 } }))).toBe(
      'charter_dnanexus_member "a" has no levle; did you mean "level"?',
    );
    expect(
      refused(
        (stack) =>
          new dnanexus.Members(stack, "a", { organization: "o", members: { u: { lvl: 1 } as never } }),
      ),
    ).toBe('charter_dnanexus_members "a" has no members["u"].lvl; did you mean "level"?');
    expect(
      refused(
        (stack) => new dnanexus.Project(stack, "a", { ...given, overrides: { cpy: 1 } as never } as never),
      ),
    ).toContain("has no level. It has: organization, key, name");
    expect(
      refused(
        (stack) =>
          new dnanexus.Project(stack, "a", { organization: "o", key: "k", unset: ["sumary"] as never }),
      ),
    ).toMatch(/cannot unset sumary\. Those that can: databaseResultsRestricted/);
    expect(refused((stack) => new CharterProvider(stack, "p", { dnanexus: { tokn: "x" } as never }))).toBe(
      'The provider "p" has no dnanexus.tokn; did you mean "token"?',
    );
  });

  test("what is missing", () => {
    expect(refused((stack) => new dnanexus.Member(stack, "a", {} as never))).toBe(
      'charter_dnanexus_member "a" needs organization.',
    );
  });

  test("a stack of the other package", () => {
    const stack = new cdktn.TerraformStack(cdktn.Testing.app(), "mixed");
    expect(() => new dnanexus.DataOrganization(stack as never, "a", { key: "org-a" })).toThrow(
      'The stack "mixed" is made with another package',
    );
    const other = new cdktf.TerraformStack(cdktf.Testing.app(), "mixed");
    expect(() => new next.CharterProvider(other as never, "a")).toThrow("orgcharter/cdktf");
  });

  test("all findings of an organization, in one error", () => {
    const message = refused(
      (stack) =>
        new Organization(stack, "acme", {
          platform: "dnanexus",
          organization: "org-acme",
          members: { "user-a": "ADMN", bob: "MEMBER" } as never,
        }),
    );
    expect(message.replace(/\d+:\d+/g, "L:C")).toMatchInlineSnapshot(`
      "acme: 2 errors
      test/cdktf/constructs.test.ts:L:C: level is "ADMN"; did you mean "ADMIN"? Allowed: MEMBER, ADMIN. (At members.user-a of the definition.) [config/unknown-value]
      test/cdktf/constructs.test.ts:L:C: "bob" cannot be a key of members: The user's id: \`user-\` and the handle, in any case. For example: user-alice (At members.bob of the definition.) [config/wrong-key]"
    `);
    expect(refused((stack) => new Organization(stack, "a", { organization: "x" } as never))).toContain(
      "config/unknown-platform",
    );
  });

  test("a file, with lines; and a collection that is not there", async () => {
    const folder = await mkdtemp(join(tmpdir(), "charter-cdktf-"));
    try {
      const file = join(folder, "acme.yaml");
      await writeFile(
        file,
        "platform: dnanexus\norganization: org-acme\nmembers:\n  user-a: ADMN\n  bob: 3\n",
      );
      expect(
        refused((stack) => Organization.fromYaml(stack, "acme", file)).replaceAll(folder, ""),
      ).toMatchInlineSnapshot(`
        "/acme.yaml: 2 errors
        acme.yaml:4:11: level is "ADMN"; did you mean "ADMIN"? Allowed: MEMBER, ADMIN. [config/unknown-value]
        acme.yaml:5:3: "bob" cannot be a key of members: The user's id: \`user-\` and the handle, in any case. For example: user-alice [config/wrong-key]"
      `);
      await writeFile(file, "platform: dnanexus\norganization: org-acme\nmembers:\n  user-a: ADMIN\n");
      expect(refused((stack) => Organization.fromYaml(stack, "acme", file).collection("projects"))).toBe(
        'org-acme/projects is not managed here; did you mean "org-acme/members"?',
      );
      expect(refused((stack) => Organization.fromYaml(stack, "acme", file).collection("memebrs"))).toBe(
        'organization has no collection "memebrs"; did you mean "members"?',
      );
      await writeFile(join(folder, "lab.yaml"), "platform: dnanexus\norganization: org-lab\n");
      expect(refused((stack) => Organization.fromYaml(stack, "acme", folder))).toContain(
        'holds several organizations: say which one, organization: "org-acme".',
      );
      const made = resourcesOf((stack, charter) =>
        charter.Organization.fromYaml(stack, "lab", folder, { organization: "org-lab" }),
      );
      expect(made).toEqual({ charter_dnanexus_organization: expect.anything() });
      expect(refused((stack) => Organization.fromYaml(stack, "acme", join(folder, "nope")))).toContain(
        "does not exist. [config/unreadable]",
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe("an organization", () => {
  test("becomes few blocks, whose keys triggers can follow", () => {
    const made = synthesized((stack, { Organization }, core) => {
      const acme = new Organization(
        stack,
        "acme",
        {
          platform: "marketplace",
          organization: "acme",
          manage: { applications: "additive", "teams.applications": "additive" },
          members: { "Alice@example.com": "maintainer", "bob@example.com": { role: "editor" } },
          teams: {
            shopping: { name: "Shopping", members: { "bob@example.com": "editor" }, applications: ["app-1"] },
            stores: { members: {} },
          },
          applications: { "app-2": {}, "app-3": { expires: "2099-01-01" } },
        },
        { imports: true },
      );
      new core.TerraformOutput(stack, "out", {
        value: [
          acme.id,
          acme.collection("members").keys,
          acme.collection("teams.members", "shopping").keys,
          acme.collection("teams.applications", "shopping").keys,
        ],
      });
    });
    expect(made).toMatchInlineSnapshot(`
      {
        "import": [
          {
            "id": "acme",
            "to": "charter_marketplace_organization.acme_organization_5E3C0012",
          },
          {
            "id": "acme/members",
            "to": "charter_marketplace_members.acme_members_8CA6CD40",
          },
          {
            "id": "acme/teams/shopping?name=Shopping",
            "to": "charter_marketplace_team.acme_team_9F1C4CEF["shopping"]",
          },
          {
            "id": "acme/teams/stores",
            "to": "charter_marketplace_team.acme_team_9F1C4CEF["stores"]",
          },
          {
            "id": "acme/teams/shopping?name=Shopping/members",
            "to": "charter_marketplace_team_members.acme_team_members_9395C7F4["shopping"]",
          },
          {
            "id": "acme/teams/stores/members",
            "to": "charter_marketplace_team_members.acme_team_members_9395C7F4["stores"]",
          },
          {
            "id": "acme/applications/app-2",
            "to": "charter_marketplace_share.acme_share_F989EF80["app-2"]",
          },
          {
            "id": "acme/applications/app-3?expires=2099-01-01",
            "to": "charter_marketplace_share.acme_share_F989EF80["app-3"]",
          },
          {
            "id": "acme/teams/shopping?name=Shopping/applications/app-1",
            "to": "charter_marketplace_team_share.acme_team_share_BD14FA44["shopping/app-1"]",
          },
        ],
        "output": {
          "out": {
            "value": [
              "\${charter_marketplace_organization.acme_organization_5E3C0012.id}",
              "\${jsonencode(keys(charter_marketplace_members.acme_members_8CA6CD40.members))}",
              "\${jsonencode(keys(charter_marketplace_team_members.acme_team_members_9395C7F4["shopping"].members))}",
              "\${jsonencode(sort([charter_marketplace_team_share.acme_team_share_BD14FA44["shopping/app-1"].key]))}",
            ],
          },
        },
        "resource": {
          "charter_marketplace_members": {
            "acme_members_8CA6CD40": {
              "members": {
                "alice@example.com": {
                  "role": "maintainer",
                },
                "bob@example.com": {
                  "role": "editor",
                },
              },
              "organization": "\${charter_marketplace_organization.acme_organization_5E3C0012.id}",
            },
          },
          "charter_marketplace_organization": {
            "acme_organization_5E3C0012": {
              "key": "acme",
            },
          },
          "charter_marketplace_share": {
            "acme_share_F989EF80": {
              "expires": "\${try(each.value.expires, null)}",
              "for_each": {
                "app-2": {},
                "app-3": {
                  "expires": "2099-01-01",
                },
              },
              "key": "\${each.key}",
              "organization": "\${charter_marketplace_organization.acme_organization_5E3C0012.id}",
            },
          },
          "charter_marketplace_team": {
            "acme_team_9F1C4CEF": {
              "for_each": {
                "shopping": {
                  "name": "Shopping",
                },
                "stores": {},
              },
              "key": "\${each.key}",
              "name": "\${try(each.value.name, null)}",
              "organization": "\${charter_marketplace_organization.acme_organization_5E3C0012.id}",
            },
          },
          "charter_marketplace_team_members": {
            "acme_team_members_9395C7F4": {
              "depends_on": [
                "charter_marketplace_members.acme_members_8CA6CD40",
              ],
              "for_each": {
                "shopping": {
                  "bob@example.com": {
                    "role": "editor",
                  },
                },
                "stores": {},
              },
              "members": "\${each.value}",
              "team": "\${charter_marketplace_team.acme_team_9F1C4CEF[each.key].id}",
            },
          },
          "charter_marketplace_team_share": {
            "acme_team_share_BD14FA44": {
              "for_each": {
                "shopping/app-1": {
                  "key": "app-1",
                  "team": "shopping",
                },
              },
              "key": "\${each.value.key}",
              "team": "\${charter_marketplace_team.acme_team_9F1C4CEF[each.value.team].id}",
            },
          },
        },
      }
    `);
  });

  test("its secrets are variables of the stack, one of each name", () => {
    const users = (name: string) => ({
      platform: "cloud-elements" as const,
      organization: name,
      accounts: { hq: { users: { "a@b.c": { firstName: "A", lastName: "B", password: { env: "FIRST" } } } } },
    });
    const made = synthesized((stack, { Organization }) => {
      new Organization(stack, "one", users("one"));
      new Organization(stack, "two", users("two"));
    });
    expect(made).toMatchObject({
      variable: { first: { type: "string", sensitive: true, ephemeral: true } },
    });
  });

  test("nothing in it is ever a token or a template", () => {
    const hostile = `\${TfToken[TOKEN.0]} \${file("x")} %{ if true } #{TfToken[TOKEN.1]}`;
    const made = resourcesOf((stack, { Organization }) => {
      const text = `{"platform":"datica","organization":"acme","description":${JSON.stringify(hostile)},"groups":{${JSON.stringify(hostile)}:{},"__proto__":{"acls":["\${x}"]}}}`;
      new Organization(stack, "acme", JSON.parse(text));
    });
    expect(made).toMatchInlineSnapshot(`
      {
        "charter_datica_group": {
          "acme_group_8FF6B612": {
            "acls": "\${try(each.value.acls, null)}",
            "for_each": {
              "\${"$\${TfToken\\u005bTOKEN.0]} $\${file(\\"x\\")} %%{ if true } #{TfToken\\u005bTOKEN.1]}"}": {},
              "\${"__proto__"}": {
                "acls": [
                  "$\${x}",
                ],
              },
            },
            "key": "\${each.key}",
            "organization": "\${charter_datica_organization.acme_organization_5E3C0012.id}",
          },
        },
        "charter_datica_organization": {
          "acme_organization_5E3C0012": {
            "description": "\${"$\${TfToken\\u005bTOKEN.0]} $\${file(\\"x\\")} %%{ if true } #{TfToken\\u005bTOKEN.1]}"}",
            "key": "acme",
          },
        },
      }
    `);
  });
});
