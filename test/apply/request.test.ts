import { describe, expect, it } from "vitest";
import { idAt, nonceOf, requestOf, secretsOf } from "../../src/apply/request.ts";
import { call } from "./support.ts";

describe("requests", () => {
  const plan = { digest: "d1ge57", time: "2026-01-02T03:04:05.000Z" };
  const sources = {
    plan,
    id: (address: string) => (address === "acme/items/known" ? "id/7" : undefined),
    secret: (name: string) => `value of ${name}`,
  };

  it("are filled with ids, secrets and nonces; journals see the ids alone", () => {
    const filled = requestOf(
      call("c", {
        host: "api",
        path: [
          "items",
          { $ref: "id", address: "acme/items/known" },
          { $ref: "secret", name: "pin" },
          { $ref: "nonce" },
        ],
        query: { limit: 3 },
        body: {
          deep: [{ id: { $ref: "id", address: "acme/items/known" } }],
          password: { $ref: "secret", name: "pin" },
        },
      }),
      sources,
    );
    const nonce = nonceOf(plan, "c");
    expect(filled).toEqual({
      shown: "/items/id%2F7/(secret)/(nonce)",
      request: {
        host: "api",
        method: "PUT",
        path: `/items/id%2F7/value%20of%20pin/${nonce}`,
        query: { limit: 3 },
        body: { deep: [{ id: "id/7" }], password: "value of pin" },
      },
    });
    expect(nonce).toMatch(/^[0-9a-f]{32}$/);
    expect(nonceOf(plan, "other")).not.toBe(nonce);
    expect(nonceOf({ ...plan, digest: "other" }, "c")).not.toBe(nonce);
    expect(nonceOf({ ...plan, time: "2026-01-02T03:04:06.000Z" }, "c")).not.toBe(nonce);
  });

  it("cannot be made while an id is not known", () => {
    const path = [{ $ref: "id", address: "acme/items/none" } as const];
    expect(requestOf(call("c", { path }), sources)).toEqual({ unknown: "acme/items/none" });
  });

  it("name their secrets before anything is sent", () => {
    const calls = [
      call("a", { path: [{ $ref: "secret", name: "one" }] }),
      call("b", { body: [{ $ref: "secret", name: "two" }, { x: { $ref: "secret", name: "one" } }] }),
    ];
    expect([...secretsOf(calls)]).toEqual(["one", "two"]);
  });

  it.each([
    [{ id: "x" }, "/id", "x"],
    [{ id: 7 }, "/id", "7"],
    [{ a: [{ "b/c~d": "x" }] }, "/a/0/b~1c~0d", "x"],
    ["x", "", "x"],
    [{ id: "" }, "/id", undefined],
    [{ id: null }, "/id", undefined],
    [{ id: { x: 1 } }, "/id", undefined],
    [null, "/id", undefined],
    [{}, "/constructor/name", undefined],
    [{ a: ["x"] }, "/a/length", undefined],
  ])("an id in %j at %j is %s", (body, pointer, id) => {
    expect(idAt(body, pointer)).toBe(id);
  });
});
