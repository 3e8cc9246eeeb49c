/** A token store in trouble ends a run with a sentence; a mistake in the code that uses it stays a bug. */
import { expect, test } from "vitest";
import type { Protocol, TokenStore } from "../../src/model/protocol.ts";
import { connect, json, memoryTokens, protocol, serve } from "./support.ts";

const list = { method: "GET", path: "/items" } as const;

const full = async (): Promise<never> => {
  throw new Error("no space left on device");
};

const uses: Readonly<Record<string, Protocol["authorize"]>> = {
  get: async ({ tokens }) => ({ authorization: (await tokens.get("a")) ?? "none" }),
  set: async ({ tokens }) => {
    await tokens.set("a", "token-SECRET-1");
    return {};
  },
  exclusively: ({ tokens }) => tokens.exclusively(async () => ({})),
  "set inside exclusively": ({ tokens }) =>
    tokens.exclusively(async () => {
      await tokens.set("a", "token-SECRET-1");
      return {};
    }),
};

async function read(authorize: Protocol["authorize"], tokens: TokenStore) {
  await using server = await serve(json(200, {}));
  await using connection = connect(server.url, { protocol: protocol({ authorize }), tokens });
  return await connection.reader.read(list);
}

test.each(Object.entries(uses))("%s", async (name, authorize) => {
  const method = name.split(" ")[0] ?? "";
  const outcome = await read(authorize, { ...memoryTokens(), [method]: full });
  expect(outcome).toMatchObject({
    ok: false,
    reason: "unauthenticated",
    code: "TokenStore",
    message: "The tokens of this connection cannot be kept: no space left on device",
  });
  expect(await read(authorize, memoryTokens())).toMatchObject({ ok: true });
});

test("a mistake inside is not the store's", async () => {
  const mistaken: Protocol["authorize"] = ({ tokens }) =>
    tokens.exclusively(async () => {
      throw new TypeError("a mistake");
    });
  await expect(read(mistaken, memoryTokens())).rejects.toThrow("a mistake");
});
