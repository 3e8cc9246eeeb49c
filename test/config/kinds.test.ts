import { Type } from "typebox";
import { expect, test } from "vitest";
import { formOf } from "../../src/config/form.ts";
import { type AttributeTree, optional, required, secretSource } from "../../src/model/attribute.ts";
import type { Kind } from "../../src/model/kind.ts";
import type { Platform } from "../../src/model/platform.ts";
import { orbit } from "./platform.ts";
import { load } from "./support.ts";

/** A platform with one kind. */
function platform(attributes: AttributeTree, more: Partial<Kind> = {}): Platform {
  const kind: Kind = {
    name: "team",
    description: "A team.",
    parent: null,
    collection: "teams",
    key: { description: "A word.", example: "red" },
    attributes,
    can: { create: true, update: true, delete: true },
    omission: "keep",
    manage: "authoritative",
    principal: false,
    ...more,
  };
  return { ...orbit, name: "vault", kinds: [kind] };
}

test("what is secret is never written nor shown, only where it comes from", async () => {
  const vault = platform({ hook: optional(secretSource("A hook."), { secret: true }) });
  const said = async (hook: string) => {
    const text = `platform: vault\norganization: red\nhook: ${hook}\n`;
    const { configuration, findings } = await load({ "a.yaml": text }, { platforms: [vault] });
    expect(JSON.stringify(findings)).not.toContain("hush");
    const written = configuration?.connections[0]?.desired.resources.get("red")?.attributes;
    return [findings.map(({ code, position }) => `${code} ${position?.line}`), written?.hook];
  };
  expect(await said("hush-hush")).toEqual([["config/credential 3"], undefined]);
  expect(await said("{ value: hush-hush }")).toEqual([
    ["config/unknown-key 3", "config/missing 3"].sort(),
    undefined,
  ]);
  expect(await said("{ env: HOOK }")).toEqual([[], { env: "HOOK" }]);
});

test("nested values are checked all the way down, at their own place", async () => {
  const tree = {
    forwarding: required(
      Type.Object(
        {
          url: Type.String(),
          level: Type.Optional(Type.Enum(["LOW", "HIGH"])),
          ports: Type.Array(Type.Integer()),
        },
        { additionalProperties: false },
      ),
    ),
    either: optional(Type.Union([Type.Literal("all"), Type.Array(Type.String())])),
  };
  const text = [
    "platform: vault",
    "organization: red",
    "forwarding:",
    "  urll: x",
    "  level: HIHG",
    "  ports: [1, x]",
    "either: 5",
    "",
  ].join("\n");
  const { findings } = await load({ "a.yaml": text }, { platforms: [platform(tree)] });
  expect(findings.map(({ message, position }) => `${position?.line}:${position?.column} ${message}`)).toEqual(
    [
      '4:3 forwarding needs "url".',
      '4:3 "urll" is not known in forwarding; did you mean "url"? Known: url, level, ports.',
      '5:10 forwarding.level is "HIHG"; did you mean "HIGH"? Allowed: LOW, HIGH.',
      '6:14 forwarding.ports.1 is "x"; write a whole number.',
      "7:9 either is 5; write all or a list.",
    ],
  );
});

test("a name that means two things is a mistake of whoever declares the kinds", () => {
  expect(() => formOf(platform({ state: optional(Type.String()) }))).toThrow(
    "state of team means two things",
  );
  expect(() => formOf(platform({ manage: optional(Type.String()) }))).toThrow(
    "manage of team means two things",
  );
  expect(() => formOf(platform({}, { shorthand: "level" }))).toThrow(
    "the shorthand level of team is not an attribute",
  );
});

test("an organization that people name takes its key for its name", async () => {
  const labelled = platform(
    { name: optional(Type.String()) },
    {
      labelled: {
        natural: ({ name }) => (typeof name === "string" ? name : undefined),
        nameAttribute: "name",
      },
    },
  );
  const files = { "a.yaml": "platform: vault\norganization: red\nid: t-1\n" };
  const { configuration } = await load(files, { platforms: [labelled] });
  const [root] = configuration?.connections[0]?.desired.resources.values() ?? [];
  expect(root).toMatchObject({ id: "t-1", key: "red", attributes: { name: "red" } });
});
