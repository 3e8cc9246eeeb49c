/** Types of the constructs: held by the compiler, and run so that they are not only types. */
import type { IResolvable, TerraformStack } from "cdktf";
import { describe, expect, expectTypeOf, test } from "vitest";
import {
  CharterProvider,
  cloudConsole,
  cloudElements,
  datica,
  dnanexus,
  marketplace,
  Organization,
} from "../../src/cdktf/cdktf.ts";
import { synthesized } from "./stacks.ts";

/** Compiled, never run. */
function compiled(given: TerraformStack, later: IResolvable): void {
  new dnanexus.Member(given, "a", { organization: "org-acme", key: "user-a", level: "ADMIN" });
  new dnanexus.Member(given, "b", {
    organization: "org-acme",
    key: "user-b",
    level: later,
    appAccess: later,
  });
  // @ts-expect-error a level that the platform does not have
  new dnanexus.Member(given, "c", { organization: "org-acme", key: "user-c", level: "ADMN" });
  // @ts-expect-error the level is missing
  new dnanexus.Member(given, "d", { organization: "org-acme", key: "user-d" });
  // @ts-expect-error what holds it is missing
  new dnanexus.Member(given, "e", { key: "user-e", level: "ADMIN" });
  // @ts-expect-error no such property
  new dnanexus.Member(given, "f", { organization: "o", key: "user-f", level: "ADMIN", levle: 1 });
  // @ts-expect-error a member is no label
  new dnanexus.Member(given, "g", { organization: "o", key: "user-g", level: "ADMIN", platformId: "1" });
  new dnanexus.Members(given, "h", {
    organization: "org-acme",
    members: { "user-a": { level: "ADMIN", expires: "2099-01-01" } },
    allow: ["removals:org-acme/members"],
  });
  // @ts-expect-error a level that the platform does not have
  new dnanexus.Members(given, "i", { organization: "org-acme", members: { "user-a": { level: "NONE" } } });
  new dnanexus.Project(given, "j", {
    organization: "org-acme",
    key: "raw",
    overrides: { download: "no-one" },
    containsPHI: true,
    monthlyComputeLimit: 3,
    unset: ["monthlyStorageLimit"],
    platformId: "project-1",
    deletionProtection: false,
    httpsAppIsolatedBrowsingOptions: { clipboard: false },
    dependsOn: [],
  });
  // @ts-expect-error a project expires no more than its data
  new dnanexus.Project(given, "k", { organization: "o", key: "raw", expires: "2099-01-01" });
  // @ts-expect-error projects are containers: there is no class for all of them
  dnanexus.Projects;
  new cloudElements.User(given, "l", {
    account: "a/accounts/b",
    key: "x@y.z",
    roles: ["admin"],
    password: "p",
  });
  new cloudConsole.BillingAdministrators(given, "m", { organization: "acme", billingAdministrators: {} });
  new cloudConsole.GroupProject(given, "n", { group: "acme/groups/web", key: "site" });
  new datica.GroupMembers(given, "o", { group: "acme/groups/x", members: { "a@b.c": {} } });
  new marketplace.TeamMember(given, "p", { team: "acme/teams/x", key: "a@b.c", role: "viewer" });
  new CharterProvider(given, "q", {
    dnanexus: { url: "https://localhost", token: "t" },
    cloudConsole: { email: "a@b.c", password: "p", authUrl: "https://localhost" },
    guards: { removals: { ratio: 0.5 } },
  });
  // @ts-expect-error no part of its credential
  new CharterProvider(given, "r", { dnanexus: { password: "p" } });
  new Organization(given, "s", {
    platform: "dnanexus",
    organization: "org-a",
    members: { "user-a": "ADMIN" },
  });
  const organization = "org-a";
  // @ts-expect-error a level that the platform does not have
  new Organization(given, "t", { platform: "dnanexus", organization, members: { "user-a": "ADMN" } });
  // @ts-expect-error a collection of another platform
  new Organization(given, "u", { platform: "dnanexus", organization: "org-a", teams: {} });
  // @ts-expect-error no such platform
  new Organization(given, "v", { platform: "dnanexsu", organization: "org-a" });
}
void compiled;

describe("what a construct gives", () => {
  test("tokens of the core's own types", () => {
    const made = synthesized((stack, charter, core) => {
      const member = new charter.dnanexus.Member(stack, "alice", {
        organization: "org-acme",
        key: "user-alice",
        level: "MEMBER",
      });
      expectTypeOf(member.level).toEqualTypeOf<string>();
      expectTypeOf(member.appAccess).toEqualTypeOf<IResolvable>();
      expectTypeOf(member.status).toEqualTypeOf<string>();
      expectTypeOf(member.fqn).toEqualTypeOf<string>();
      const project = new charter.dnanexus.Project(stack, "raw", { organization: "org-acme", key: "raw" });
      expectTypeOf(project.monthlyComputeLimit).toEqualTypeOf<number>();
      expectTypeOf(project.allowedExecutables).toEqualTypeOf<string[]>();
      expectTypeOf(project.overrides.copy).toEqualTypeOf<string>();
      expectTypeOf(project.platformId).toEqualTypeOf<string>();
      // @ts-expect-error a member has none
      expect(member.platformId).toBeUndefined();
      const user = new charter.cloudElements.User(stack, "user", { account: "a/accounts/b", key: "x@y.z" });
      // @ts-expect-error nobody can read it
      expect(user.password).toBeUndefined();
      const value = {
        level: member.level,
        flag: member.appAccess,
        waits: member.waitsFor,
        copy: project.overrides.copy,
        phi: project.containsPHI,
        limit: project.monthlyComputeLimit,
        apps: project.allowedExecutables,
      };
      new core.TerraformOutput(stack, "out", { value });
    });
    expect(made).toMatchObject({
      output: {
        out: {
          value: {
            level: `\${charter_dnanexus_member.alice.level}`,
            flag: `\${charter_dnanexus_member.alice.app_access}`,
            waits: `\${charter_dnanexus_member.alice.waits_for}`,
            copy: `\${charter_dnanexus_project.raw.overrides.copy}`,
            phi: `\${charter_dnanexus_project.raw.contains_phi}`,
            limit: `\${charter_dnanexus_project.raw.monthly_compute_limit}`,
            apps: `\${charter_dnanexus_project.raw.allowed_executables}`,
          },
        },
      },
    });
  });
});
