import { expect, it } from "vitest";
import { failure } from "../../src/http/failure.ts";
import { createSession } from "../../src/http/session.ts";
import type { SignIn } from "../../src/model/protocol.ts";
import { memoryTokens, protocol } from "./support.ts";

it("a renewal is told what was refused, so that it can tell what another process has stored since", async () => {
  const asked: Pick<SignIn, "renew" | "refused">[] = [];
  const session = createSession({
    credentials: new Map(),
    tokens: memoryTokens(),
    hide: () => undefined,
    send: async () => failure("unreachable", "Unreachable", ""),
    protocol: protocol({
      authorize: async ({ credentials: _, tokens: __, send: ___, ...rest }) => {
        asked.push(rest);
        return { authorization: `Bearer ${asked.length}` };
      },
    }),
  });
  const first = await session.grant();
  if ("ok" in first) throw new Error(first.message);
  await session.renew(first);
  expect(asked).toEqual([{ renew: false }, { renew: true, refused: { authorization: "Bearer 1" } }]);
});
