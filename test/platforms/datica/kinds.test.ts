import { describe, expect, expectTypeOf, it } from "vitest";
import type { Written } from "../../../src/model/attribute.ts";
import { direction, foldKey, isContainer } from "../../../src/model/kind.ts";
import { childKinds, kindOf, rootKind } from "../../../src/model/platform.ts";
import { datica } from "../../../src/platforms/datica/index.ts";
import type { kinds } from "../../../src/platforms/datica/kinds.ts";
import { platforms } from "../../../src/platforms/registry.ts";
import { grantAt, groupAt, invitedOf, mail, memberAt, memberOf } from "./support.ts";

describe("kinds", () => {
  it("stand after what they refer to", () => {
    expect(datica.kinds.map(({ name }) => name)).toEqual([
      "organization",
      "member",
      "environment",
      "grant",
      "group",
      "group-member",
    ]);
    expect(rootKind(datica).name).toBe("organization");
    expect(childKinds(datica, "organization").map(({ collection }) => collection)).toEqual([
      "members",
      "environments",
      "groups",
    ]);
    expect(platforms).toContain(datica);
  });

  it.each([
    ["member", "alice@acme.io", true],
    ["member", "Alice.O'Hara+x@sub.acme.io", true],
    ["member", "häns@müller.de", true],
    ["member", "a/b@acme.io", true],
    ["member", "alice", false],
    ["member", "alice@", false],
    ["member", "@acme.io", false],
    ["member", "a b@acme.io", false],
    ["member", " alice@acme.io", false],
    ["member", "alice@acme.io\u0000", false],
    ["member", "a@b@acme.io", false],
    ["member", "5f3c9911-0000-4000-8000-000000000000", false],
    ["grant", "alice@acme.io", true],
    ["grant", "5f3c9911-0000-4000-8000-000000000000", true],
    ["grant", "alice", false],
    ["grant", "alice.acme.io", false],
    ["grant", "alicesmith", false],
    ["group-member", "alice@acme.io", true],
    ["group", "Full Access", true],
    ["group", "a/b %", true],
    ["group", " edge", false],
    ["group", "bell\u0007", false],
    ["environment", "production", true],
    ["environment", "", false],
    ["organization", "Acme Health", true],
  ])("a %s key %j: %s", (kind, key, good) => {
    expect(new RegExp(kindOf(datica, kind).key.pattern ?? "", "u").test(key)).toBe(good);
  });

  it.each([
    ["member", "Alice@Acme.IO", "alice@acme.io"],
    ["member", " alice@acme.io\n", "alice@acme.io"],
    ["grant", "Alice@Acme.io", "alice@acme.io"],
    ["grant", "5F3c-9911", "5F3c-9911"],
    ["group", "Admins", "Admins"],
    ["environment", "Prod", "Prod"],
  ])("a %s written %j is %j", (kind, written, key) => {
    expect(foldKey(kindOf(datica, kind), written)).toBe(key);
  });

  it.each([
    ["member", { role: "member" }, { role: "admin" }, "raising"],
    ["member", { role: "admin" }, { role: "owner" }, "raising"],
    ["member", { role: "owner" }, { role: "member" }, "lowering"],
    ["member", null, { role: "member" }, "raising"],
    ["member", { role: "member" }, null, "lowering"],
    ["grant", null, {}, "raising"],
    ["grant", {}, null, "lowering"],
    ["group-member", {}, null, "lowering"],
    ["group", { acls: ["x"] }, { acls: ["y", "x"] }, "raising"],
    ["group", { acls: ["x", "y"] }, { acls: ["x", "z", "w"] }, "lowering"],
    ["group", null, { acls: ["x"] }, "neutral"],
    ["organization", { mfaRequired: false }, { mfaRequired: true }, "neutral"],
  ] as const)("%s: %j → %j is %s", (kind, before, after, meaning) => {
    expect(direction(kindOf(datica, kind), before, after)).toBe(meaning);
  });

  it("only people and grants go by omission; what holds others is a container", () => {
    const removed = datica.kinds.filter(({ omission }) => omission === "remove").map(({ name }) => name);
    expect(removed).toEqual(["member", "grant", "group-member"]);
    const containers = datica.kinds.filter((kind) => isContainer(kind, datica.kinds)).map(({ name }) => name);
    expect(containers).toEqual(["organization", "environment", "group"]);
  });

  it("only an invite is replaced; what is granted to a person, or a place of theirs, goes along with them", () => {
    const { replaced } = kindOf(datica, "member");
    expect([invitedOf("ada", "admin"), memberOf("ada", "admin")].map((each) => replaced?.(each))).toEqual([
      true,
      false,
    ]);
    for (const [kind, address] of [
      ["grant", grantAt("production", "ada")],
      ["group-member", `${groupAt("Readers")}/members/${mail("ada")}`],
    ] as const) {
      const resource = { address, kind, key: mail("ada"), attributes: {} };
      expect(kindOf(datica, kind).goesWith?.(resource)).toEqual([memberAt("ada")]);
      expect(kindOf(datica, kind).refers?.(resource)).toEqual([memberAt("ada")]);
    }
  });

  it("environments of one name are told apart by their pod", () => {
    expect(kindOf(datica, "environment").labelled?.distinguishedBy).toEqual(["pod"]);
    expect(kindOf(datica, "organization").labelled?.natural({ name: "Acme" })).toBe("Acme");
    expect(kindOf(datica, "environment").labelled?.natural({})).toBeUndefined();
  });

  it("give definitions their types", () => {
    type Member = Extract<(typeof kinds)[number], { name: "member" }>;
    expectTypeOf<Written<Member["attributes"]>["role"]>().toEqualTypeOf<"member" | "admin" | "owner">();
  });
});
