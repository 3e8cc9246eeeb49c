import { describe, expect, expectTypeOf, it } from "vitest";
import type { Written } from "../../../src/model/attribute.ts";
import { direction, foldKey } from "../../../src/model/kind.ts";
import { childKinds, kindOf, rootKind } from "../../../src/model/platform.ts";
import { dnanexus } from "../../../src/platforms/dnanexus/index.ts";
import type { kinds } from "../../../src/platforms/dnanexus/kinds.ts";
import { type PlatformKinds, platforms } from "../../../src/platforms/registry.ts";

describe("kinds", () => {
  it("stand after what they refer to", () => {
    expect(dnanexus.kinds.map((kind) => kind.name)).toEqual([
      "organization",
      "member",
      "project",
      "grant",
      "app",
      "authorized-user",
      "developer",
    ]);
    expect(rootKind(dnanexus).name).toBe("organization");
    expect(childKinds(dnanexus, "organization").map((kind) => kind.collection)).toEqual([
      "members",
      "projects",
      "apps",
    ]);
    expect(platforms).toContain(dnanexus);
  });

  it.each([
    ["member", "user-alice", true],
    ["member", "user-Alice.B_1", true],
    ["member", "alice", false],
    ["member", "alice@acme.io", false],
    ["member", "user-", false],
    ["member", "user-a/b", false],
    ["member", "org-acme", false],
    ["organization", "org-pfda..miyagi.ryota", true],
    ["organization", "user-a", false],
    ["grant", "PUBLIC", true],
    ["grant", "public", false],
    ["grant", "org-lab", true],
    ["developer", "PUBLIC", false],
    ["authorized-user", "PUBLIC", true],
    ["app", "app-qc", true],
    ["app", "qc", false],
    ["project", "raw data / 2", true],
    ["project", " raw", false],
    ["project", "raw\u0007", false],
    ["project", "", false],
  ])("a %s key %j: %s", (kind, key, good) => {
    expect(new RegExp(kindOf(dnanexus, kind).key.pattern ?? "", "u").test(key)).toBe(good);
  });

  it.each([
    ["member", { level: "MEMBER" }, { level: "ADMIN" }, "raising"],
    ["member", { level: "ADMIN" }, { level: "MEMBER", appAccess: true }, "lowering"],
    [
      "member",
      { level: "MEMBER", projectAccess: "VIEW" },
      { level: "MEMBER", projectAccess: "NONE" },
      "lowering",
    ],
    ["member", { level: "MEMBER", dataSearch: false }, { level: "MEMBER", dataSearch: true }, "raising"],
    ["grant", { level: "VIEW" }, { level: "UPLOAD" }, "raising"],
    ["grant", { level: "VIEW" }, null, "lowering"],
    ["grant", null, { level: "VIEW" }, "raising"],
    ["project", { "overrides.copy": "all-members" }, { "overrides.copy": "no-one" }, "lowering"],
    [
      "project",
      { "overrides.delete": "admins-only" },
      { "overrides.delete": "contributors-and-admins" },
      "raising",
    ],
    ["project", { previewViewerRestricted: false }, { previewViewerRestricted: true }, "lowering"],
    ["project", { name: "a" }, { name: "b" }, "neutral"],
    [
      "organization",
      { "policies.memberListVisibility": "ADMIN" },
      { "policies.memberListVisibility": "PUBLIC" },
      "raising",
    ],
  ] as const)("%s %j to %j is %s", (kind, before, after, meaning) => {
    expect(direction(kindOf(dnanexus, kind), before, after)).toBe(meaning);
  });

  it("fold ids, and leave PUBLIC and labels as they are", () => {
    const fold = (kind: string, key: string) => foldKey(kindOf(dnanexus, kind), key);
    expect(fold("member", "user-Alice")).toBe("user-alice");
    expect(fold("organization", "org-ACME")).toBe("org-acme");
    expect(fold("grant", "org-Lab")).toBe("org-lab");
    expect(fold("grant", "PUBLIC")).toBe("PUBLIC");
    expect(fold("project", "Raw")).toBe("Raw");
    expect(fold("app", "app-QC")).toBe("app-QC");
  });

  it("refer to organizations and name accounts", () => {
    const grant = kindOf(dnanexus, "grant");
    const of = (key: string) => ({
      address: `org-a/projects/p/grants/${key}`,
      kind: "grant",
      key,
      attributes: {},
    });
    expect(grant.refers?.(of("org-lab"))).toEqual(["org-lab"]);
    expect(grant.refers?.(of("user-a"))).toEqual([]);
    expect(grant.names?.(of("org-lab"))).toBe("org-lab");
    expect(grant.names?.(of("PUBLIC"))).toBeUndefined();
  });
});

describe("types", () => {
  type Kinds = PlatformKinds["dnanexus"];
  type Named<N extends string> = Extract<Kinds[number], { name: N }>;

  it("keep the literals of each kind", () => {
    expectTypeOf<Kinds>().toEqualTypeOf<typeof kinds>();
    expectTypeOf<Kinds[0]["name"]>().toEqualTypeOf<"organization">();
    expectTypeOf<Kinds[number]["collection"]>().toEqualTypeOf<
      "organizations" | "members" | "projects" | "grants" | "apps" | "authorizedUsers" | "developers"
    >();
    expectTypeOf<Named<"grant">["shorthand"]>().toEqualTypeOf<"level">();
    expectTypeOf<Named<"grant">["parent"]>().toEqualTypeOf<"project">();
  });

  it("say what may be written", () => {
    type Grant = Written<Named<"grant">["attributes"]>;
    type Member = Written<Named<"member">["attributes"]>;
    type Project = Written<Named<"project">["attributes"]>;
    expectTypeOf<Grant["level"]>().toEqualTypeOf<"VIEW" | "UPLOAD" | "CONTRIBUTE" | "ADMINISTER">();
    expectTypeOf<Member["projectAccess"]>().toEqualTypeOf<
      "NONE" | "VIEW" | "UPLOAD" | "CONTRIBUTE" | "ADMINISTER" | null | undefined
    >();
    expectTypeOf<Member["appAccess"]>().toEqualTypeOf<boolean | null | undefined>();
    expectTypeOf<NonNullable<Project["overrides"]>["copy"]>().toEqualTypeOf<
      "all-members" | "no-one" | null | undefined
    >();
    const good: Member = { level: "MEMBER", projectAccess: "VIEW" };
    // @ts-expect-error: no such level
    const bad: Member = { level: "OWNER" };
    // @ts-expect-error: the level is required
    const none: Member = { appAccess: true };
    expect([good, bad, none]).toHaveLength(3);
  });
});
