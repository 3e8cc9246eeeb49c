/** The rules of files, said of Terraform's attributes: each finding with the path that Terraform underlines. */
import { describe, expect, test } from "vitest";
import { platforms } from "../../../src/platforms/registry.ts";
import { type Path, type TfObject, type TfValue, unknown } from "../../../src/terraform/contract.ts";
import { readDocument } from "../../../src/terraform/provider/document.ts";
import { nulls } from "../../../src/terraform/provider/values.ts";
import { type ResourceType, resourceTypes } from "../../../src/terraform/schema/resources.ts";
import { isNested } from "../../../src/terraform/schema/types.ts";

const types = new Map(resourceTypes(platforms).map((type) => [type.name, type]));

function typeNamed(name: string): ResourceType {
  const type = types.get(`charter_${name}`);
  if (type === undefined) throw new Error(`no type ${name}`);
  return type;
}

function read(name: string, written: { readonly [name: string]: TfValue }) {
  const type = typeNamed(name);
  const config: Record<string, TfValue> = { ...nulls(type.schema.attributes), ...written };
  for (const [attribute, of] of type.schema.attributes) {
    const value = config[attribute];
    if (!isNested(of) || of.nesting !== "map" || typeof value !== "object" || value === null) continue;
    config[attribute] = Object.fromEntries(
      Object.entries(value as TfObject).map(([key, element]) => [
        key,
        typeof element === "object" ? { ...nulls(of.attributes), ...(element as TfObject) } : element,
      ]),
    );
  }
  return readDocument(type, config, "2026-06-01");
}

function said(name: string, written: { readonly [name: string]: TfValue }): readonly string[] {
  return read(name, written).diagnostics.map(
    ({ severity, detail, path }) => `${severity} ${pathText(path ?? [])}: ${detail}`,
  );
}

function pathText(path: Path): string {
  return path
    .map((step) =>
      "attribute" in step ? `.${step.attribute}` : "key" in step ? `[${step.key}]` : `[${step.index}]`,
    )
    .join("");
}

describe("one resource", () => {
  test("what is fine is read as a file would be", () => {
    const { want, diagnostics } = read("dnanexus_grant", {
      project: "org-acme/projects/raw-data",
      key: "org-QC",
      level: "VIEW",
      expires: "2026-12-31",
    });
    expect(diagnostics).toEqual([]);
    const address = "org-acme/projects/raw-data/grants/org-qc";
    expect([...(want?.own.keys() ?? [])]).toEqual([address]);
    const { source: _, ...desired } = want?.desired.resources.get(address) ?? {};
    expect(desired).toEqual({
      address: "org-acme/projects/raw-data/grants/org-qc",
      kind: "grant",
      key: "org-qc",
      attributes: { level: "VIEW" },
      expires: "2026-12-31",
    });
  });
  test("a wrong value", () => {
    expect(
      said("dnanexus_member", { organization: "org-acme", key: "user-bob", level: "ADMN" }),
    ).toMatchInlineSnapshot(`
      [
        "error .level: level is "ADMN"; did you mean "ADMIN"? Allowed: MEMBER, ADMIN.",
      ]
    `);
  });
  test("a wrong value in a group", () => {
    const overrides = { copy: "nobody", delete: null, download: null };
    expect(
      said("dnanexus_project", { organization: "org-acme", key: "raw", overrides }),
    ).toMatchInlineSnapshot(`
      [
        "error .overrides.copy: overrides.copy is "nobody". Allowed: all-members, no-one.",
      ]
    `);
  });
  test("a key that cannot be one", () => {
    expect(
      said("dnanexus_member", { organization: "org-acme", key: "bob", level: "ADMIN" }),
    ).toMatchInlineSnapshot(`
      [
        "error .key: "bob" cannot be a key of members: The user's id: \`user-\` and the handle, in any case. For example: user-alice",
      ]
    `);
  });
  test("what holds it: no address, an address of something else, a key that cannot be one", () => {
    const grant = (project: string) => said("dnanexus_grant", { project, key: "org-qc", level: "VIEW" });
    expect([
      ...grant("raw-data"),
      ...grant("org-acme/members/user-a"),
      ...grant("acme/projects/raw"),
    ]).toMatchInlineSnapshot(`
      [
        "error .project: "raw-data" is no address of a project of DNAnexus. Write an address such as org-acme/projects/raw-data, or the id of the resource that it is.",
        "error .project: "org-acme/members/user-a" is no address of a project of DNAnexus. Write an address such as org-acme/projects/raw-data, or the id of the resource that it is.",
        "error .project: organization is "acme": \`org-\` and the handle, which is unique whatever its case and cannot be changed. For example: org-acme",
      ]
    `);
  });
  test("a rule of the kind", () => {
    const written = { organization: "org-acme", key: "user-bob", level: "ADMIN", app_access: true };
    expect(said("dnanexus_member", written)).toMatchInlineSnapshot(`
      [
        "error .app_access: \`appAccess\` cannot be written for the ADMIN user-bob: the level implies all flags. Take it out, or make the member a MEMBER.",
      ]
    `);
  });
  test("a day that is none", () => {
    const written = { organization: "org-acme", key: "user-bob", level: "MEMBER", expires: "2026-02-30" };
    expect(said("dnanexus_member", written)).toMatchInlineSnapshot(`
      [
        "error .expires: expires is "2026-02-30"; write the last day on which it holds as YYYY-MM-DD, a day of the calendar.",
      ]
    `);
  });
  test("unset: what can be, what cannot, what is written too", () => {
    const project = { organization: "org-acme", key: "raw" };
    const { want } = read("dnanexus_project", { ...project, unset: ["monthly_compute_limit"] });
    expect(want?.desired.resources.get("org-acme/projects/raw")?.attributes).toMatchObject({
      monthlyComputeLimit: null,
    });
    expect(said("dnanexus_project", { ...project, unset: ["summary"] })).toMatchInlineSnapshot(`
      [
        "error .unset: "summary" cannot be unset. Those that can: database_results_restricted, allowed_executables, https_app_isolated_browsing_options, monthly_compute_limit, monthly_egress_bytes_limit, monthly_storage_limit.",
      ]
    `);
    expect(
      said("dnanexus_project", { ...project, unset: ["monthly_compute_limit"], monthly_compute_limit: 1 }),
    ).toMatchInlineSnapshot(`
      [
        "error .unset: monthly_compute_limit is written and unset. Take one of them out.",
      ]
    `);
  });
  test("JSON that is none", () => {
    expect(
      said("dnanexus_project", {
        organization: "org-acme",
        key: "raw",
        https_app_isolated_browsing_options: "{",
      }),
    ).toMatchInlineSnapshot(`
      [
        "error .https_app_isolated_browsing_options: This is no JSON. Write it with jsonencode({ … }).",
      ]
    `);
  });
  test("a secret is named in the plan, never written into it", () => {
    const { want } = read("cloud_elements_user", {
      account: "acme/accounts/retail",
      key: "a@acme.example",
      first_name: "A",
      last_name: "B",
      password: "hush-hush",
    });
    expect(JSON.stringify([...(want?.desired.resources.values() ?? [])])).not.toContain("hush");
    expect([...(want?.secrets.values() ?? [])]).toEqual(["hush-hush"]);
  });
});

describe("what is not known yet", () => {
  test("is not complained about, and what is known is checked", () => {
    expect(said("dnanexus_member", { organization: unknown, key: "user-bob", level: unknown })).toEqual([]);
    expect(said("dnanexus_member", { organization: unknown, key: unknown, level: "ADMN" })).toHaveLength(1);
    expect(
      said("dnanexus_member", {
        organization: "org-acme",
        key: "user-bob",
        level: unknown,
        app_access: true,
      }),
    ).toEqual([]);
  });
  test("keeps it from being told which resource it is", () => {
    expect(
      read("dnanexus_member", { organization: "org-acme", key: unknown, level: "ADMIN" }).want,
    ).toBeNull();
  });
});

describe("all of a collection", () => {
  const members = (map: { readonly [key: string]: TfValue }) =>
    said("dnanexus_members", { organization: "org-acme", members: map });
  test("what is fine is managed as a whole", () => {
    const { want } = read("dnanexus_members", {
      organization: "org-acme",
      members: { "user-Alice": { level: "ADMIN" }, "user-bob": { level: "MEMBER" } },
    });
    expect([...(want?.desired.managed ?? [])]).toEqual([["org-acme/members", "authoritative"]]);
    expect([...(want?.own ?? [])].map(([address, { written }]) => [address, written])).toEqual([
      ["org-acme/members/user-alice", "user-Alice"],
      ["org-acme/members/user-bob", "user-bob"],
    ]);
  });
  test("a wrong value points into its element", () => {
    expect(members({ "user-a": { level: "ADMIN" }, "user-b": { level: "BOSS" } })).toMatchInlineSnapshot(`
      [
        "error .members[user-b].level: level is "BOSS". Allowed: MEMBER, ADMIN.",
      ]
    `);
  });
  test("two spellings of one key", () => {
    expect(members({ "user-a": { level: "ADMIN" }, "user-A": { level: "MEMBER" } })).toMatchInlineSnapshot(`
      [
        "error .members[user-A]: "user-A" is written twice (upper and lower case are one): here and at :2:1; keep one of them.",
      ]
    `);
  });
  test("hostile keys stay keys", () => {
    expect(members({ __proto__x: { level: "ADMIN" } })).toHaveLength(1);
    const hostile: TfObject = JSON.parse('{"__proto__":{"level":"ADMIN"}}');
    expect(said("dnanexus_members", { organization: "org-acme", members: hostile })).toHaveLength(1);
  });
});

describe("every resource type", () => {
  test.each([...types.keys()])("%s: what its kinds give as examples is fine", (name) => {
    const type = types.get(name);
    if (type === undefined) throw new Error(name);
    expect(readDocument(type, exampleOf(type), "2026-06-01").diagnostics).toEqual([]);
  });
});

function exampleOf(type: ResourceType): TfObject {
  const { kind, platform, schema, form } = type;
  const object: Record<string, TfValue> = nulls(schema.attributes);
  const parents: string[] = [];
  for (let each = kind; each.parent !== null; ) {
    const parent = platform.kinds.find(({ name }) => name === each.parent);
    if (parent === undefined) throw new Error("no parent");
    parents.unshift(
      parent.parent === null ? parent.key.example : `${parent.collection}/${parent.key.example}`,
    );
    each = parent;
  }
  for (const [name, of] of schema.attributes) {
    if (isNested(of) && of.nesting === "map") {
      const element: Record<string, TfValue> = nulls(of.attributes);
      for (const [inner, attribute] of of.attributes)
        if (attribute.mode === "required") element[inner] = anyValue(attribute.description);
      object[name] = { [kind.key.example]: element };
    } else if (name === "key") object[name] = kind.key.example;
    else if (of.mode === "required")
      object[name] =
        parents.length > 0 && name === [...schema.attributes.keys()][0]
          ? parents.join("/")
          : anyValue(of.description);
  }
  void form;
  return object;
}

/** The last of `One of …`: the one that gives most access, which some collections cannot be without. */
function anyValue(description: string): string {
  const [, list = ""] = /One of ((?:`[^`]+`(?:, )?)+)/.exec(description) ?? [];
  return list.split(", ").at(-1)?.replaceAll("`", "") || "text";
}
