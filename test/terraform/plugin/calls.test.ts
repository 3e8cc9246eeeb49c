/** Every call over a real connection, to a provider in this process. */
import { status } from "@grpc/grpc-js";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Provider } from "../../../src/terraform/contract.ts";
import { type DynamicValue, decodeObject } from "../../../src/terraform/cty/decode.ts";
import { encodeObject } from "../../../src/terraform/cty/encode.ts";
import { serveForReattach } from "../../../src/terraform/plugin/reattach.ts";
import { connect } from "./plugin.ts";
import { made, nothing, testProvider, thing } from "./test-provider.ts";

async function serving(parts: Partial<Provider> = {}) {
  const errors: unknown[] = [];
  const { reattach, close } = await serveForReattach(testProvider(parts), {
    onError: (_method, error) => errors.push(error),
  });
  const given: Record<string, { Addr: { Network: string; String: string } }> = JSON.parse(reattach);
  const address = given["registry.terraform.io/orgcharter/charter"]?.Addr;
  const connection = connect(["1", "6", address?.Network ?? "", address?.String ?? "", "grpc", ""], null);
  onTestFinished(async () => {
    connection.client.close();
    await close();
  });
  return { ...connection, errors };
}

const sent = (members: Parameters<typeof made>[0] | null) => ({
  msgpack: encodeObject(thing.attributes, members === null ? null : made(members)),
});
const got = (value: DynamicValue | null) => decodeObject(thing.attributes, value);
const type_name = "charter_thing";
const broken = { msgpack: Buffer.from("81", "hex") };
const bytes = (text: string) => Buffer.from(text);

describe("a resource", () => {
  test("is planned: created, changed, destroyed", async () => {
    const asked: unknown[] = [];
    const { ask } = await serving({
      plan: async (request) => {
        asked.push(request);
        return {
          planned: request.proposed === null ? null : made({ name: "a", size: 0.1, tags: [] }),
          requiresReplace: [[{ attribute: "people" }, { key: "x" }, { attribute: "level" }]],
          private: bytes("kept"),
          diagnostics: [{ severity: "warning", summary: "S", detail: "D", path: [{ attribute: "name" }] }],
        };
      },
    });
    const answer = await ask("PlanResourceChange", {
      type_name,
      prior_state: sent(null),
      proposed_new_state: sent({ name: "a" }),
      config: sent({ name: "a" }),
    });
    expect(got(answer.planned_state)).toEqual(made({ name: "a", size: 0.1, tags: [] }));
    expect(answer.planned_private).toEqual(bytes("kept"));
    expect(answer.requires_replace[0]?.steps.map((step) => Object.values(step).filter(Boolean))).toEqual([
      ["people"],
      ["x"],
      ["level"],
    ]);
    expect(answer.diagnostics[0]).toMatchObject({ severity: 2, summary: "S", detail: "D" });
    expect(asked[0]).toEqual({
      type: type_name,
      prior: null,
      proposed: made({ name: "a" }),
      config: made({ name: "a" }),
      private: Buffer.alloc(0),
    });
    const gone = await ask("PlanResourceChange", {
      type_name,
      prior_state: sent({ name: "a" }),
      proposed_new_state: sent(null),
      config: sent(null),
      prior_private: bytes("p"),
    });
    expect(got(gone.planned_state)).toBe(null);
    expect(asked[1]).toMatchObject({ proposed: null, private: bytes("p") });
  });

  test("is applied, read, upgraded and imported", async () => {
    const { ask } = await serving();
    const state = { id: "a", name: "a", people: { __proto__: null, x: { __proto__: null, level: null } } };
    const applied = await ask("ApplyResourceChange", {
      type_name,
      prior_state: sent(null),
      planned_state: sent(state),
      config: sent(state),
      planned_private: bytes("k"),
    });
    expect([got(applied.new_state), applied.private]).toEqual([made(state), bytes("k")]);
    const read = await ask("ReadResource", { type_name, current_state: sent(state), private: bytes("k") });
    expect([got(read.new_state), read.private]).toEqual([made(state), bytes("k")]);
    const upgraded = await ask("UpgradeResourceState", {
      type_name,
      version: 0,
      raw_state: { json: bytes('{"id":"a","name":"b"}') },
    });
    expect(got(upgraded.upgraded_state)).toEqual(made({ id: "a", name: "b" }));
    const imported = await ask("ImportResourceState", { type_name, id: "z" });
    expect(imported.imported_resources.map(({ state: each }) => got(each))).toEqual([
      made({ id: "z", name: "z" }),
    ]);
  });

  test("that is gone is null", async () => {
    const { ask } = await serving({ read: async () => ({ state: null, private: nothing, diagnostics: [] }) });
    const read = await ask("ReadResource", { type_name, current_state: sent({ name: "a" }) });
    expect(Buffer.from(read.new_state?.msgpack ?? []).toString("hex")).toBe("c0");
  });

  test("a data source is read", async () => {
    const { ask } = await serving();
    const read = await ask("ReadDataSource", { type_name, config: sent({ name: "a" }) });
    expect(got(read.state)).toEqual(made({ name: "a" }));
  });
});

describe("validation", () => {
  test("says whether secrets can be given, and takes a configuration that is not there for an empty one", async () => {
    const seen: unknown[] = [];
    const { ask } = await serving({
      validateResource: (_type, _config, { writeOnlyAllowed }) => {
        seen.push(writeOnlyAllowed);
        return [];
      },
      configure: async (config, version) => {
        seen.push({ ...config }, version);
        return [{ severity: "error", summary: "S", detail: "D" }];
      },
    });
    const config = sent({ name: "a" });
    await ask("ValidateResourceConfig", {
      type_name,
      config,
      client_capabilities: { write_only_attributes_allowed: true },
    });
    await ask("ValidateResourceConfig", { type_name, config });
    const { diagnostics } = await ask("ConfigureProvider", { terraform_version: "1.11.4" });
    expect(seen).toEqual([true, false, { token: null }, "1.11.4"]);
    expect(diagnostics).toEqual([{ severity: 1, summary: "S", detail: "D", attribute: null }]);
  });
});

describe("what Terraform should not send is an error with its place", () => {
  test("the state stays as it was", async () => {
    const { ask, errors } = await serving();
    const state = { msgpack: encodeObject(thing.attributes, made({ name: "a", size: 1 })) };
    const wrong = Buffer.from(state.msgpack);
    wrong[wrong.indexOf("size") + 4] = 0xc3;
    const plan = await ask("PlanResourceChange", {
      type_name,
      prior_state: state,
      proposed_new_state: { msgpack: wrong },
      config: state,
      prior_private: bytes("k"),
    });
    expect(plan.diagnostics).toMatchObject([
      {
        severity: 1,
        summary: "Value not understood",
        detail: "size: It is a boolean where a number is required.",
        attribute: { steps: [{ attribute_name: "size" }] },
      },
    ]);
    expect(Buffer.from(plan.planned_state?.msgpack ?? [])).toEqual(Buffer.from(state.msgpack));
    expect(plan.planned_private).toEqual(bytes("k"));
    const apply = await ask("ApplyResourceChange", { type_name, prior_state: state, planned_state: broken });
    expect(apply.diagnostics).toHaveLength(1);
    expect(got(apply.new_state)).toEqual(made({ name: "a", size: 1 }));
    const read = await ask("ReadResource", { type_name, current_state: broken, private: bytes("k") });
    expect([read.diagnostics.length, read.private]).toEqual([1, bytes("k")]);
    const upgraded = await ask("UpgradeResourceState", { type_name, raw_state: { json: bytes("{") } });
    expect(upgraded.diagnostics).toMatchObject([{ detail: "The state cannot be read: it is no JSON." }]);
    const unknown = await ask("ReadDataSource", { type_name: "charter_other", config: broken });
    expect(unknown.diagnostics).toMatchObject([
      { detail: "Charter's provider has no data source charter_other." },
    ]);
    expect(errors).toEqual([]);
  });
});

describe("functions", () => {
  const number = (msgpack: string) => ({ msgpack: Buffer.from(msgpack, "hex") });

  test("take parameters and what follows them", async () => {
    const { ask } = await serving();
    const answer = await ask("CallFunction", {
      name: "join",
      arguments: [number("a12d"), number("01"), number("02")],
    });
    expect(answer).toEqual({
      result: { msgpack: Buffer.from("a3312d32", "hex"), json: Buffer.alloc(0) },
      error: null,
    });
  });

  test("say which argument is wrong, the first too", async () => {
    const { ask } = await serving({ callFunction: () => ({ error: "no", argument: 0 }) });
    expect((await ask("CallFunction", { name: "join", arguments: [number("a12d")] })).error).toEqual({
      text: "no",
      function_argument: 0,
    });
    const wrong = await ask("CallFunction", { name: "join", arguments: [number("a12d"), number("c3")] });
    expect(wrong.error).toEqual({
      text: "It is a boolean where a number is required.",
      function_argument: 1,
    });
    expect((await ask("CallFunction", { name: "other" })).error?.text).toContain("no function other");
  });
});

describe("a bug", () => {
  test.each([
    ["thrown", { plan: () => Promise.reject(new TypeError("no x")) }, "TypeError: no x"],
    [
      "a value that does not follow the schema",
      {
        plan: async () => ({
          planned: made({ name: 5 }),
          requiresReplace: [],
          private: nothing,
          diagnostics: [],
        }),
      },
      "the provider gave name, which is no string",
    ],
  ])("%s is an internal error that asks for a report", async (_name, parts, said) => {
    const { ask, errors } = await serving(parts);
    const state = sent({ name: "a" });
    const answer = ask("PlanResourceChange", {
      type_name,
      prior_state: state,
      proposed_new_state: state,
      config: state,
    });
    await expect(answer).rejects.toMatchObject({
      code: status.INTERNAL,
      details: expect.stringMatching(new RegExp(`${said}.*This is a bug\\. Please report it`)),
    });
    expect(errors).toHaveLength(1);
  });
});

test("StopProvider reaches a provider that is busy, whose answer still arrives", async () => {
  const stopped = Promise.withResolvers<void>();
  const { ask } = await serving({
    apply: async ({ planned }) => {
      await stopped.promise;
      return { state: planned, private: nothing, diagnostics: [] };
    },
    stop: stopped.resolve,
  });
  const state = sent({ id: "a", name: "a" });
  const applied = ask("ApplyResourceChange", {
    type_name,
    prior_state: sent(null),
    planned_state: state,
    config: state,
  });
  await ask("StopProvider");
  expect(got((await applied).new_state)).toEqual(made({ id: "a", name: "a" }));
});

test("a state of 20 MB goes there and back", async () => {
  const { ask } = await serving();
  const state = { id: "a", name: "n".repeat(20_000_000) };
  const read = await ask("ReadResource", { type_name, current_state: sent(state) });
  expect(got(read.new_state)?.["name"]).toHaveLength(20_000_000);
});
