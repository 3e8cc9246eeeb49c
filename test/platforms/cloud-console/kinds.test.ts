/** What the kinds declare, as schemas, matching and ordering will use it. */
import { describe, expect, it } from "vitest";
import { capabilitiesOf } from "../../../src/model/capabilities.ts";
import { attributesOf, direction, foldKey, isContainer } from "../../../src/model/kind.ts";
import { kindOf } from "../../../src/model/platform.ts";
import { createState } from "../../../src/model/state.ts";
import { cloudConsole } from "../../../src/platforms/cloud-console/index.ts";
import { administratorOf, group, groupOf, memberOf, organizationOf, ownerOf } from "./support.ts";

const kind = (name: string) => kindOf(cloudConsole, name);
const people = ["owner", "administrator", "billing-administrator", "group-member"];

describe("keys that are e-mails", () => {
  const fits = (key: string) => new RegExp(kind("administrator").key.pattern ?? "").test(key);

  it.each(["bob@x.example", "Bob.Baker+a@X.example", "o'neil@x", "a/b@x"])("%s is one", (key) => {
    expect(fits(key)).toBe(true);
  });

  it.each([
    "",
    "bob",
    "@x",
    "bob@",
    "bob@x@y",
    "bob @x",
    "bob@x ",
    "bob@\tx",
    "b\u0007b@x",
    "b\u007fb@x",
    "bob@x\n",
  ])("%j is none", (key) => {
    expect(fits(key)).toBe(false);
  });

  it.each(people)("of a %s are one whatever their case, and name an account", (name) => {
    expect(foldKey(kind(name), " Bob@X.Example ")).toBe("bob@x.example");
    expect(kind(name).names?.({ ...ownerOf("bob@x"), kind: name })).toBe("bob@x");
  });
});

describe("labels", () => {
  const fits = (key: string) => new RegExp(kind("project").key.pattern ?? "").test(key);

  it.each(["website", "data lake", "été", "a/b", "x"])("%s is one", (key) => {
    expect(fits(key)).toBe(true);
  });

  it.each(["", " x", "x ", "a\nb", "a\u0000b"])("%j is none", (key) => {
    expect(fits(key)).toBe(false);
  });

  it("stand for a name; projects of one name are told apart by their region", () => {
    expect(kind("organization").labelled).toMatchObject({ nameAttribute: "name" });
    expect(kind("group").labelled?.natural({ name: "web" })).toBe("web");
    expect(kind("group").labelled?.natural({})).toBeUndefined();
    expect(kind("project").labelled?.distinguishedBy).toEqual(["region"]);
    expect(kind("organization").labelled?.distinguishedBy).toBeUndefined();
  });
});

describe("names", () => {
  const codes = (name: string, written: string) =>
    kind(name)
      .check?.({ name: written }, written)
      .map(({ code, attribute }) => `${code} ${attribute}`);
  const long = (length: number) => "x".repeat(length);

  it.each([
    ["project", "website", true],
    ["project", "data lake é", true],
    ["project", long(27), true],
    ["project", "😀".repeat(27), true],
    ["project", long(28), false],
    ["project", "a/b", false],
    ["project", ".", false],
    ["project", "..", false],
    ["project", "...", true],
    ["project", ".env", true],
    ["project", "a\u0007b", false],
    ["project", "", false],
    ["group", long(255), true],
    ["group", long(256), false],
    ["group", "a/b", true],
    ["group", "..", true],
    ["organization", long(255), true],
    ["organization", long(256), false],
    ["organization", "Ä/Ö…", true],
  ])("a %s %j: %s", (name, written, fits) => {
    expect(codes(name, written)).toEqual(fits ? [] : ["name name"]);
  });

  it("say what is wrong with a label that is no name, and what to do", () => {
    expect(kind("project").check?.({ name: "a/b" }, "a/b")[0]?.message).toBe(
      '"a/b" cannot be the name of a project: 1 to 27 characters, no control characters, no "/", and neither "." nor "..". Write a `name` beside the label, or choose another label.',
    );
    expect(kind("group").check?.({ name: long(256) }, "x")[0]?.message).toContain("1 to 255 characters");
  });

  it("that are not written are not judged", () => {
    expect(kind("group").check?.({}, "x")).toEqual([]);
  });
});

describe("containers", () => {
  it.each(["organization", "project", "group"])(
    "a %s is kept when it is left out, and destroyed only on request",
    (name) => {
      expect(kind(name).omission).toBe("keep");
      expect(isContainer(kind(name), cloudConsole.kinds)).toBe(true);
    },
  );

  it.each([...people, "group-project"])("a %s goes when it is left out", (name) => {
    expect(kind(name)).toMatchObject({
      omission: "remove",
      can: { create: true, update: false, delete: true },
    });
    expect(isContainer(kind(name), cloudConsole.kinds)).toBe(false);
  });

  it("the region of a project is needed for a new one, and never changes", () => {
    expect(attributesOf(kind("project")).get("region")).toMatchObject({
      needed: true,
      immutable: true,
      required: false,
    });
  });
});

describe("access", () => {
  it.each([...people, "group-project"])("a new %s raises it, one that goes lowers it", (name) => {
    expect(direction(kind(name), null, {})).toBe("raising");
    expect(direction(kind(name), {}, null)).toBe("lowering");
  });

  it.each(["organization", "project", "group"])("a new %s is neutral to it", (name) => {
    expect(direction(kind(name), null, { name: "x" })).toBe("neutral");
  });

  it.each([
    ["owner", true],
    ["administrator", true],
    ["group-member", true],
    ["billing-administrator", false],
    ["group-project", false],
  ])("a %s has to be accepted: %s", (name, invitation) => {
    expect(kind(name).invitation ?? false).toBe(invitation);
  });
});

describe("places that exclude each other", () => {
  const bob = "bob@x";
  const live = createState([
    organizationOf(),
    groupOf("web"),
    groupOf("ml"),
    memberOf(bob),
    memberOf(bob, true, "acme/groups/ml"),
    memberOf("carol@x"),
    memberOf(bob, false, "lab/groups/web"),
    administratorOf("dan@x"),
    administratorOf("eve@x", true),
    administratorOf("fay@x"),
    ownerOf("alice@x"),
    ownerOf("fay@x", true),
  ]);
  const excluded = (name: string, address: string, key: string) => [
    ...(kind(name).excludes?.({ address, key }, live) ?? []),
  ];

  it.each(["administrator", "owner"])(
    "an %s gives up every place in a group of the organization, pending ones too",
    (name) => {
      expect(excluded(name, `acme/${name}s/${bob}`, bob).sort()).toEqual([
        `acme/groups/ml/members/${bob}`,
        `acme/groups/web/members/${bob}`,
      ]);
      expect(excluded(name, `acme/${name}s/alice@x`, "alice@x")).toEqual([]);
    },
  );

  it.each([
    ["an administrator", "dan@x", ["acme/administrators/dan@x"]],
    ["somebody who was invited as one", "eve@x", ["acme/administrators/eve@x"]],
    ["an administrator who was offered the ownership", "fay@x", ["acme/administrators/fay@x"]],
    ["the owner", "alice@x", ["acme/owners/alice@x"]],
    ["nobody else", "carol@x", []],
  ])("a member of a group is not %s", (_name, key, places) => {
    expect(excluded("group-member", `${group}/members/${key}`, key)).toEqual(places);
  });
});

describe("what hangs together", () => {
  const link = { ...groupOf(), address: `${group}/projects/website`, kind: "group-project", key: "website" };

  it("a project of a group is one of the organization's, by label or by id, and goes with it", () => {
    const of = kind("group-project");
    expect(of.key.of).toBe("project");
    expect(of.refers?.(link)).toEqual(["acme/projects/website"]);
    expect(of.goesWith?.(link)).toEqual(["acme/projects/website"]);
  });

  it("an offer of ownership goes with the place of the administrator", () => {
    expect(kind("owner").goesWith?.(ownerOf("bob@x", true))).toEqual(["acme/administrators/bob@x"]);
  });

  it("the billing list of an organization is one write, nothing else is", () => {
    expect(kind("billing-administrator").rewrites?.("acme")).toBe("acme");
    expect(cloudConsole.kinds.filter(({ rewrites }) => rewrites !== undefined)).toHaveLength(1);
  });

  it("kinds come in the order of the fact sheet: the offer of ownership last", () => {
    expect(cloudConsole.kinds.map(({ name }) => name)).toEqual([
      "organization",
      "project",
      "group",
      "group-project",
      "group-member",
      "administrator",
      "billing-administrator",
      "owner",
    ]);
  });
});

it("the contract says whose it is", () => {
  const { contract } = capabilitiesOf(cloudConsole);
  expect(contract.standing).toBe("partly");
  expect(contract.note).toContain("proposed by Charter");
});
