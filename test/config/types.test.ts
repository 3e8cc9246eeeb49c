import { expectTypeOf, test } from "vitest";
import { type Definition, definer } from "../../src/config/define.ts";
import type { PlatformKinds } from "../../src/platforms/registry.ts";
import type { kinds } from "./platform.ts";

const defineOrganization = definer<{ readonly orbit: typeof kinds }>();
type Orbit = Definition<typeof kinds>;

test("what a file can say compiles", () => {
  defineOrganization("orbit", {
    organization: "org-acme",
    connection: "main",
    name: "Acme",
    policies: { visibility: "MEMBER", reuse: null },
    manage: { projects: "additive", "projects.grants": "ignore" },
    members: {
      "user-alice": "ADMIN",
      "user-bob": {
        level: "MEMBER",
        access: "VIEW",
        expires: "2027-03-31",
        previously: ["user-rob"],
        id: "7",
      },
      "user-carol": { state: "absent" },
    },
    labels: ["raw", "final"],
    projects: {
      "raw-data": {
        name: "Raw data",
        overrides: { copy: "no-one" },
        tools: ["samtools"],
        summary: null,
        grants: { "user-alice": "VIEW", PUBLIC: { level: "EDIT" } },
      },
    },
  });
  defineOrganization("orbit", { organization: "org-b", labels: { raw: {}, final: { state: "absent" } } });
  const define = definer<PlatformKinds>();
  define("dnanexus", { organization: "org-b", members: { "user-alice": "ADMIN" } });
});

test("what it cannot say does not compile", () => {
  const base = { organization: "org-acme" } as const;
  // @ts-expect-error an unknown platform
  defineOrganization("obrit", base);
  // @ts-expect-error no organization
  defineOrganization("orbit", {});
  // @ts-expect-error an unknown level, as shorthand
  defineOrganization("orbit", { ...base, members: { "user-a": "ADMN" } });
  // @ts-expect-error an unknown level
  defineOrganization("orbit", { ...base, members: { "user-a": { level: "ADMN" } } });
  // @ts-expect-error an unknown flag
  defineOrganization("orbit", { ...base, members: { "user-a": { level: "ADMIN", biling: true } } });
  // @ts-expect-error a required attribute is missing
  defineOrganization("orbit", { ...base, members: { "user-a": { billing: true } } });
  // @ts-expect-error null is not a level
  defineOrganization("orbit", { ...base, members: { "user-a": { level: null } } });
  // @ts-expect-error an unknown collection
  defineOrganization("orbit", { ...base, memberz: {} });
  // @ts-expect-error a list where the kind has attributes
  defineOrganization("orbit", { ...base, members: ["user-a"] });
  // @ts-expect-error a flag of a group with a wrong value
  defineOrganization("orbit", { ...base, projects: { raw: { overrides: { copy: "nobody" } } } });
  // @ts-expect-error an unknown collection in manage
  defineOrganization("orbit", { ...base, manage: { project: "additive" } });
  // @ts-expect-error an unknown mode
  defineOrganization("orbit", { ...base, manage: { projects: "additve" } });
  // @ts-expect-error projects do not expire
  defineOrganization("orbit", { ...base, projects: { raw: { expires: "2027-01-01" } } });
  // @ts-expect-error a wrong level two levels down
  defineOrganization("orbit", { ...base, projects: { raw: { grants: { "user-a": "ADMIN" } } } });
});

test("a real platform's kinds make a definition", () => {
  type Dnanexus = Definition<PlatformKinds["dnanexus"]>;
  expectTypeOf<NonNullable<Dnanexus["members"]>[string]>().not.toBeAny();
  expectTypeOf<"ADMIN">().toExtend<NonNullable<Dnanexus["members"]>[string]>();
  expectTypeOf<"ADMN">().not.toExtend<NonNullable<Dnanexus["members"]>[string]>();
  expectTypeOf<Orbit["organization"]>().toEqualTypeOf<string>();
});
