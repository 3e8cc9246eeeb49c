import { describe, expect, it } from "vitest";
import { failure } from "../../src/http/failure.ts";
import { createSession, type Grant } from "../../src/http/session.ts";
import type { Failure } from "../../src/model/protocol.ts";
import { memoryTokens, protocol } from "./support.ts";

describe("the session", () => {
  const open = (answers: readonly (Readonly<Record<string, string>> | Failure)[]) => {
    let count = 0;
    const session = createSession({
      credentials: new Map(),
      tokens: memoryTokens(),
      hide: () => undefined,
      send: async () => failure("unreachable", "Unreachable", ""),
      protocol: protocol({
        authorize: async () => {
          count += 1;
          await new Promise((resolve) => setImmediate(resolve));
          return answers[Math.min(count, answers.length) - 1] ?? {};
        },
      }),
    });
    const grant = async (): Promise<Grant> => {
      const granted = await session.grant();
      if ("ok" in granted) throw new Error(granted.message);
      return granted;
    };
    return { session, grant, count: () => count };
  };

  it("renews once for all that were refused side by side, and for who comes late with the old grant", async () => {
    const { session, grant, count } = open([{ token: "one" }, { token: "two" }, { token: "three" }]);
    const old = await grant();
    const fresh = await Promise.all([session.renew(old), session.renew(old), session.renew(old)]);
    expect(fresh.map((each) => (each !== null && "headers" in each ? each.headers.token : null))).toEqual([
      "two",
      "two",
      "two",
    ]);
    expect(await session.renew(old)).toMatchObject({ headers: { token: "two" } });
    expect(count()).toBe(2);
    expect(await session.renew(await grant())).toMatchObject({ headers: { token: "three" } });
    expect(count()).toBe(3);
  });

  it("does not try again what gave the same again", async () => {
    const { session, grant, count } = open([{ token: "one" }]);
    const old = await grant();
    expect(await Promise.all([session.renew(old), session.renew(old)])).toEqual([null, null]);
    expect(await session.renew(old)).toBeNull();
    expect(count()).toBe(2);
  });

  it("does not try again what was refused", async () => {
    const refused = failure("unauthenticated", "Wrong", "wrong password", 401);
    const { session, grant, count } = open([{ token: "one" }, refused, { token: "two" }]);
    const old = await grant();
    expect(await session.renew(old)).toBe(refused);
    expect(await session.renew(old)).toBe(refused);
    expect(await session.grant()).toBe(refused);
    expect(count()).toBe(2);
  });
});
