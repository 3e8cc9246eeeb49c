import { describe, expect, it } from "vitest";
import { attributesOf, direction, foldKey, isContainer, type Kind } from "../../../src/model/kind.ts";
import { kindOf } from "../../../src/model/platform.ts";
import { cloudElements } from "../../../src/platforms/cloud-elements/index.ts";
import { internalPrivileges } from "../../../src/platforms/cloud-elements/privileges.ts";

const kind = (name: string): Kind => kindOf(cloudElements, name);
const matches = (name: string, key: string): boolean => new RegExp(kind(name).key.pattern ?? "").test(key);

describe("keys", () => {
  it.each([
    ["organization", "acme", true],
    ["organization", "Acme Inc.", true],
    ["organization", " acme", false],
    ["organization", "a\u0007b", false],
    ["account", "retail / north", true],
    ["account", "", false],
    ["role", "org-admin", true],
    ["role", "org admin", false],
    ["role", "", false],
    ["privilege", "viewUsersAccount", true],
    ["privilege", "some.new_privilege-2", true],
    ["privilege", "view users", false],
    ["user", "alice@acme.example", true],
    ["user", "Alice+test@acme.example", true],
    ["user", "alice", false],
    ["user", "alice@", false],
    ["user", "a@b@c", false],
    ["user", "al ice@acme.example", false],
    ["user", "alice@acme.example\n", false],
  ])("%s %j: %s", (name, key, fits) => {
    expect(matches(name, key)).toBe(fits);
  });

  it("a mail is known in lower case", () => {
    expect(foldKey(kind("user"), "Alice@Acme.Example")).toBe("alice@acme.example");
  });
});

describe("what Charter may do", () => {
  it.each([
    ["organization", { create: false, update: true, delete: false }, "keep", true],
    ["role", { create: false, update: false, delete: false }, "keep", true],
    ["privilege", { create: true, update: false, delete: true }, "remove", false],
    ["account", { create: true, update: true, delete: true }, "keep", true],
    ["user", { create: true, update: true, delete: true }, "remove", false],
  ])("%s", (name, can, omission, container) => {
    expect(kind(name).can).toEqual(can);
    expect(kind(name).omission).toBe(omission);
    expect(isContainer(kind(name), cloudElements.kinds)).toBe(container);
  });

  it("roles stand before accounts and users, so that what is taken from them goes last", () => {
    const names = cloudElements.kinds.map((each) => each.name);
    expect(names).toEqual(["organization", "role", "privilege", "account", "user"]);
  });

  it("roles that are not written are nothing to be told about; all else is managed whole", () => {
    expect(cloudElements.kinds.map((each) => [each.name, each.manage])).toEqual([
      ["organization", "authoritative"],
      ["role", "additive"],
      ["privilege", "authoritative"],
      ["account", "authoritative"],
      ["user", "authoritative"],
    ]);
  });

  it("the privileges of all roles are one write of the organization", () => {
    expect(kind("privilege").rewrites?.("acme/roles/admin")).toBe("acme");
  });
});

describe("names", () => {
  it("of organizations and accounts", () => {
    expect(kind("organization").labelled?.natural({ name: "Acme" })).toBe("Acme");
    expect(kind("account").labelled?.natural({ externalId: "x", name: "Retail" })).toBe("x");
    expect(kind("account").labelled?.natural({ name: "Retail" })).toBeUndefined();
    expect(kind("organization").labelled?.nameAttribute).toBe("name");
    expect(kind("account").labelled?.nameAttribute).toBe("externalId");
  });
});

describe("attributes", () => {
  it("defaults, secrets, what a new one needs", () => {
    const of = attributesOf(kind("user"));
    expect(
      [...of].map(([name, { default: value, secret, needed }]) => [name, value, secret, needed]),
    ).toEqual([
      ["firstName", undefined, false, true],
      ["lastName", undefined, false, true],
      ["roles", [], false, false],
      ["password", undefined, true, true],
    ]);
  });

  it("the eight fields of the password policy have no default: the maker's own is not known to the letter", () => {
    const policy = [...attributesOf(kind("organization"))].filter(([name]) =>
      name.startsWith("passwordPolicy."),
    );
    expect(policy).toHaveLength(8);
    expect(policy.filter(([, each]) => each.default !== undefined || each.nullable)).toEqual([]);
  });

  it.each([
    [["admin"], ["admin", "org-admin"], "raising"],
    [["admin", "org-admin"], ["org-admin"], "lowering"],
    [["admin"], ["org-admin"], "lowering"],
    [["org-admin", "admin"], ["admin", "org-admin"], "neutral"],
  ])("roles from %j to %j are %s", (before, after, meaning) => {
    expect(direction(kind("user"), { roles: before }, { roles: after })).toBe(meaning);
  });

  it("somebody deactivated is not there", () => {
    expect(kind("user").absent?.({ active: false })).toBe(true);
    expect(kind("user").absent?.({})).toBe(false);
  });
});

describe("privileges that the platform keeps to itself", () => {
  it.each(internalPrivileges.map((key) => [key]))("%s cannot be written", (key) => {
    expect(kind("privilege").check?.({}, key)).toMatchObject([{ code: "internal-privilege" }]);
  });

  it("all others can, known or not", () => {
    for (const key of ["viewUsersOrg", "systems", "brandNew"])
      expect(kind("privilege").check?.({}, key)).toEqual([]);
  });
});
