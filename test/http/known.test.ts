import { expect, it } from "vitest";
import { connect, json, protocol, serve } from "./support.ts";

it("readers know the parts of a credential that are no secrets, and only those are shown", async () => {
  await using server = await serve(json(400, { error: "ann@acme.io may not, with tok-SECRET-12345" }));
  await using connection = connect(server.url, {
    protocol: protocol({
      credentials: {
        token: { env: "TEST_TOKEN", description: "a token" },
        email: { env: "TEST_EMAIL", description: "an e-mail address", public: true },
      },
    }),
    credentials: new Map([
      ["token", "tok-SECRET-12345"],
      ["email", "ann@acme.io"],
      ["constructor", "hidden-SECRET-1"],
    ]),
  });
  expect(connection.reader.known).toEqual(new Map([["email", "ann@acme.io"]]));
  expect(await connection.reader.read({ method: "GET", path: "/items/1" })).toMatchObject({
    message: "ann@acme.io may not, with [redacted]",
  });
  expect(connection.clean("hidden-SECRET-1")).toBe("[redacted]");
});
