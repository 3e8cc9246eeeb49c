import { describe, expect, expectTypeOf, it } from "vitest";
import type { Written } from "../../../src/model/attribute.ts";
import { attributesOf, direction, foldKey, isContainer } from "../../../src/model/kind.ts";
import { childKinds, kindOf, rootKind } from "../../../src/model/platform.ts";
import { marketplace } from "../../../src/platforms/marketplace/index.ts";
import { type PlatformKinds, platforms } from "../../../src/platforms/registry.ts";
import { ann, seatOf } from "./support.ts";

const kind = (name: string) => kindOf(marketplace, name);

describe("kinds", () => {
  it("stand after what they refer to", () => {
    expect(marketplace.kinds.map(({ name }) => name)).toEqual([
      "organization",
      "member",
      "team",
      "team-member",
      "share",
      "team-share",
    ]);
    expect(rootKind(marketplace).name).toBe("organization");
    expect(childKinds(marketplace, "organization").map(({ collection }) => collection)).toEqual([
      "members",
      "teams",
      "applications",
    ]);
    expect(childKinds(marketplace, "team").map(({ collection }) => collection)).toEqual([
      "members",
      "applications",
    ]);
    expect(platforms).toContain(marketplace);
  });

  it("that hold others are never removed by omission", () => {
    expect(
      marketplace.kinds.filter((each) => isContainer(each, marketplace.kinds)).map(({ name }) => name),
    ).toEqual(["organization", "team"]);
    for (const name of ["member", "team-member", "share", "team-share"])
      expect(kind(name).omission).toBe("remove");
  });

  it("offer what the platform has a call for", () => {
    expect(marketplace.kinds.map(({ name, can }) => [name, ...Object.values(can)])).toEqual([
      ["organization", true, true, true],
      ["member", true, true, true],
      ["team", true, true, true],
      ["team-member", true, true, true],
      ["share", true, false, true],
      ["team-share", true, false, true],
    ]);
  });

  it.each([
    ["member", "alice@acme.io", true],
    ["member", "Alice.B+x@Sub.Acme.IO", true],
    ["member", "alice", false],
    ["member", "alice@", false],
    ["member", "@acme.io", false],
    ["member", "a lice@acme.io", false],
    ["member", "a@b@c", false],
    ["member", "alice@acme.io\u0007", false],
    ["team-member", "alice@acme.io", true],
    ["team-member", "alice", false],
    ["organization", "acme", true],
    ["organization", "Acme Foods / EU", true],
    ["organization", " acme", false],
    ["organization", "ac\u0000me", false],
    ["team", "Stores & more", true],
    ["team", "", false],
    ["share", "meal-planner-4f7c2b", true],
    ["share", "a/b%c", true],
    ["share", "two words", false],
    ["share", "", false],
    ["team-share", "x", true],
  ])("a %s key %j: %s", (name, key, good) => {
    expect(new RegExp(kind(name).key.pattern ?? "", "u").test(key)).toBe(good);
  });

  it("fold e-mails, and nothing else", () => {
    expect(foldKey(kind("member"), " Alice@ACME.io ")).toBe("alice@acme.io");
    expect(foldKey(kind("team-member"), "Bob@acme.io")).toBe("bob@acme.io");
    for (const name of ["organization", "team", "share", "team-share"])
      expect(foldKey(kind(name), "AbC")).toBe("AbC");
  });

  it("a description that is not written is empty, a name is the label", () => {
    for (const name of ["organization", "team"]) {
      expect(attributesOf(kind(name)).get("description")?.default).toBe("");
      expect(kind(name).labelled?.nameAttribute).toBe("name");
      expect(kind(name).labelled?.natural({ name: "Acme" })).toBe("Acme");
      expect(kind(name).labelled?.natural({})).toBeUndefined();
    }
  });

  it("a seat is that of a member, and goes with the membership", () => {
    const seat = seatOf(ann, "viewer");
    expect(kind("team-member").refers?.(seat)).toEqual([`acme/members/${ann}`]);
    expect(kind("team-member").goesWith?.(seat)).toEqual([`acme/members/${ann}`]);
    expect(kind("member").goesWith).toBeUndefined();
  });

  it("additions to one place share a write, all else is single", () => {
    for (const name of ["member", "team-member"]) {
      const together = kind(name).together;
      expect(together?.({ action: "create", parent: "acme" })).toBe(
        together?.({ action: "create", parent: "acme" }),
      );
      expect(together?.({ action: "create", parent: "acme" })).not.toBe(
        together?.({ action: "create", parent: "x" }),
      );
      expect(together?.({ action: "update", parent: "acme" })).toBeUndefined();
      expect(together?.({ action: "delete", parent: "acme" })).toBeUndefined();
    }
  });
});

describe("trap 7: roles are no ladder", () => {
  const roles = ["viewer", "reviewer", "editor", "maintainer"];
  /** + raises, - lowers (also where something is gained besides), from row to column. */
  const means = ["0+++", "-0-+", "--0+", "---0"];
  const cells = roles.flatMap((before, row) =>
    roles.map((after, column) => [before, after, means[row]?.[column]] as const),
  );
  it.each(cells)("from %s to %s: %s", (before, after, sign) => {
    for (const name of ["member", "team-member"]) {
      const words = { "+": "raising", "-": "lowering", "0": "neutral" } as const;
      const expected = sign === "+" || sign === "-" ? words[sign] : words["0"];
      expect(direction(kind(name), { role: before }, { role: after })).toBe(expected);
    }
  });

  it.each(["member", "team-member", "share", "team-share"])(
    "having a %s is access, losing it is less",
    (name) => {
      expect(direction(kind(name), null, {})).toBe("raising");
      expect(direction(kind(name), {}, null)).toBe("lowering");
    },
  );

  it.each(["organization", "team"])("what a %s says of itself is neutral", (name) => {
    expect(direction(kind(name), { name: "a", description: "" }, { name: "b", description: "x" })).toBe(
      "neutral",
    );
  });
});

describe("types", () => {
  type Named<N extends string> = Extract<PlatformKinds["marketplace"][number], { name: N }>;

  it("say what may be written", () => {
    type Member = Written<Named<"member">["attributes"]>;
    type Share = Written<Named<"share">["attributes"]>;
    type Organization = Written<Named<"organization">["attributes"]>;
    expectTypeOf<Member["role"]>().toEqualTypeOf<"viewer" | "reviewer" | "editor" | "maintainer">();
    expectTypeOf<Organization["description"]>().toEqualTypeOf<string | null | undefined>();
    expectTypeOf<Named<"member">["shorthand"]>().toEqualTypeOf<"role">();
    // @ts-expect-error: no such role
    const bad: Member = { role: "owner" };
    // @ts-expect-error: the role is required
    const none: Member = {};
    const share: Share = {};
    expect([bad, none, share]).toHaveLength(3);
  });
});
