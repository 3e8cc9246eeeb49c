/** One test a row of the tables in planned.ts and values.ts. */
import { describe, expect, test } from "vitest";
import type { Kind } from "../../../src/model/kind.ts";
import { kindOf, type Platform } from "../../../src/model/platform.ts";
import { cloudElements } from "../../../src/platforms/cloud-elements/index.ts";
import { dnanexus } from "../../../src/platforms/dnanexus/index.ts";
import { type TfObject, type TfValue, unknown } from "../../../src/terraform/contract.ts";
import { filled, plannedObject } from "../../../src/terraform/provider/planned.ts";
import { attributesIn, fromLive, isAs, nulls, same } from "../../../src/terraform/provider/values.ts";
import { resourceTypes } from "../../../src/terraform/schema/resources.ts";

function typeOf(platform: Platform, kind: string) {
  const found = resourceTypes([platform]).find((each) => each.kind.name === kind && each.form === "one");
  if (found === undefined) throw new Error(`no ${kind}`);
  return found;
}

const member = typeOf(dnanexus, "member");
const project = typeOf(dnanexus, "project");
const user = typeOf(cloudElements, "user");

function config(type: typeof member, written: { readonly [name: string]: TfValue }): TfObject {
  return { ...nulls(type.schema.attributes), ...written };
}

function planned(type: typeof member, written: { readonly [name: string]: TfValue }, prior: TfObject | null) {
  return plannedObject(type.kind, type.schema.attributes, config(type, written), prior);
}

describe("what is planned", () => {
  const prior = config(member, {
    level: "MEMBER",
    app_access: true,
    project_access: "VIEW",
    status: "active",
  });

  test("written: as written", () => {
    expect(planned(member, { level: "ADMIN" }, prior)).toMatchObject({ level: "ADMIN" });
  });
  test("write-only: null, whatever is written", () => {
    expect(planned(user, { password: "hush" }, null)).toMatchObject({ password: null });
  });
  test("implied by what is written: null", () => {
    expect(planned(member, { level: "ADMIN" }, prior)).toMatchObject({
      app_access: null,
      project_access: null,
    });
  });
  test("was implied before: unknown", () => {
    const admin = config(member, { level: "ADMIN", status: "active" });
    expect(planned(member, { level: "MEMBER" }, admin)["app_access"]).toBe(unknown);
  });
  test("not written, in a prior state: as it was", () => {
    expect(planned(member, { level: "MEMBER" }, prior)).toMatchObject({
      app_access: true,
      project_access: "VIEW",
    });
  });
  test("not written, without a prior state: unknown", () => {
    expect(planned(member, { level: "MEMBER" }, null)["app_access"]).toBe(unknown);
  });
  test("a group: each member by itself", () => {
    const before = config(project, {
      overrides: { copy: "all-members", delete: "admins-only", download: "no-one" },
    });
    const written = { overrides: { copy: "no-one", delete: null, download: null } };
    expect(planned(project, written, before)["overrides"]).toEqual({
      copy: "no-one",
      delete: "admins-only",
      download: "no-one",
    });
    expect(planned(project, written, null)["overrides"]).toEqual({
      copy: "no-one",
      delete: unknown,
      download: unknown,
    });
    expect(planned(project, {}, null)["overrides"]).toBe(unknown);
  });
  test("the same twice: what was known stays known", () => {
    expect(planned(member, { level: "MEMBER" }, prior)).toEqual(planned(member, { level: "MEMBER" }, prior));
  });
});

describe("what is unknown is filled, and nothing else", () => {
  test("also inside of groups and of elements", () => {
    const wanted = planned(project, { overrides: { copy: "no-one", delete: null, download: null } }, null);
    const actual = config(project, {
      overrides: { copy: "all-members", delete: "admins-only", download: "no-one" },
      name: "x",
    });
    expect(filled(project.schema.attributes, wanted, actual)["overrides"]).toEqual({
      copy: "no-one",
      delete: "admins-only",
      download: "no-one",
    });
  });
});

describe("what is live, as Terraform holds it", () => {
  const kind: Kind = kindOf(dnanexus, "project");
  test("the same in another order or spelling keeps that of the state", () => {
    const prior = config(project, {
      allowed_executables: ["app-b", "app-a"],
      https_app_isolated_browsing_options: '{ "b": 1, "a": [true] }',
    });
    const live = {
      allowedExecutables: ["app-a", "app-b"],
      httpsAppIsolatedBrowsingOptions: { a: [true], b: 1 },
    };
    expect(fromLive(kind, live, prior)).toMatchObject({
      allowed_executables: ["app-b", "app-a"],
      https_app_isolated_browsing_options: '{ "b": 1, "a": [true] }',
    });
  });
  test("a real difference shows", () => {
    const prior = config(project, { summary: "old", monthly_storage_limit: 1 });
    const live = { summary: "new", monthlyStorageLimit: 2.5 };
    expect(fromLive(kind, live, prior)).toMatchObject({ summary: "new", monthly_storage_limit: 2.5 });
  });
  test("implied by others: null", () => {
    const live = { level: "ADMIN", appAccess: true, projectAccess: "ADMINISTER" };
    expect(fromLive(member.kind, live, null)).toMatchObject({
      level: "ADMIN",
      app_access: null,
      project_access: null,
    });
  });
  test("a secret: null", () => {
    expect(fromLive(user.kind, { password: "hush", firstName: "A" }, null)).toMatchObject({
      password: null,
      first_name: "A",
    });
  });
});

describe("values", () => {
  test("of Terraform as those of a kind, without what is null or unknown", () => {
    const object = config(project, {
      name: "x",
      summary: unknown,
      overrides: { copy: "no-one", delete: null, download: unknown },
      https_app_isolated_browsing_options: '{"a":1}',
    });
    expect({ ...attributesIn(project.kind, object) }).toEqual({
      name: "x",
      "overrides.copy": "no-one",
      httpsAppIsolatedBrowsingOptions: { a: 1 },
    });
  });
  test("a state says no less than what is live", () => {
    const object = config(member, { level: "MEMBER", app_access: true });
    expect(isAs(member.kind, object, { level: "MEMBER", appAccess: true, projectAccess: "VIEW" })).toBe(true);
    expect(isAs(member.kind, object, { level: "MEMBER", appAccess: false })).toBe(false);
  });
  test("order counts in lists, not in sets", () => {
    const set = { type: ["set", "string"], mode: "both", description: "" } as const;
    const list = { type: ["list", "string"], mode: "both", description: "" } as const;
    expect(same(set, ["a", "b"], ["b", "a"])).toBe(true);
    expect(same(list, ["a", "b"], ["b", "a"])).toBe(false);
    expect(same(set, ["a"], unknown)).toBe(false);
  });
});
