/** Words that no answer was looked through for: a reader's own, and those of an exception, which people send around. */
import { expect, test } from "vitest";
import { failure } from "../../src/http/failure.ts";
import type { Platform } from "../../src/model/platform.ts";
import { dnanexus } from "../../src/platforms/dnanexus/index.ts";
import { apply, importOrganizations, plan } from "../../src/run/index.ts";
import { expectNone } from "./search.ts";
import { worldOf } from "./world.ts";

const throwing = (words: string): never => {
  throw new TypeError(`cannot read ${words}`, { cause: new Error(`at ${words}`) });
};

/** Breaks at one place, with a secret in its words. */
const broken: Readonly<Record<string, (secret: string) => Partial<Platform>>> = {
  "signing in": (secret) => ({ protocol: { ...dnanexus.protocol, authorize: async () => throwing(secret) } }),
  "who it is": (secret) => ({ reading: { ...dnanexus.reading, identify: async () => throwing(secret) } }),
  reading: (secret) => ({ reading: { ...dnanexus.reading, read: async () => throwing(secret) } }),
};

test.each(Object.entries(broken))("%s", async (_, breaks) => {
  await using world = await worldOf(dnanexus);
  const env = world.env();
  const platforms = [{ ...dnanexus, ...breaks(String(env["CHARTER_DNANEXUS_TOKEN"])) }];
  const options = { directory: world.directory, env, platforms };
  for (const run of [
    plan,
    apply,
    () => importOrganizations({ ...options, platform: "dnanexus", update: true }),
  ]) {
    const error = await run(options).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof TypeError) || !(error.cause instanceof Error)) throw new Error("it did not break");
    expect(error.message).toBe("cannot read [redacted]");
    const texts = [error, error.cause].map(({ message, stack }) => `${message} ${stack}`);
    expectNone(world.secrets(), Object.fromEntries(texts.entries()));
  }
});

test("a reader's own words", async () => {
  await using world = await worldOf(dnanexus);
  const env = world.env();
  const secret = String(env["CHARTER_DNANEXUS_TOKEN"]);
  const failed = async () => failure("malformed", `Code ${secret}`, `not what was agreed on: ${secret}`);
  const readings: readonly Partial<Platform["reading"]>[] = [
    { identify: failed },
    { read: failed },
    { discover: failed },
    {
      read: async (reader, request, emit) => {
        const ended = await dnanexus.reading.read(reader, request, emit);
        emit({ type: "unreadable", address: "org-acme", collection: "members", why: `no ${secret}` });
        return ended;
      },
    },
  ];
  for (const reading of readings) {
    const platforms = [{ ...dnanexus, reading: { ...dnanexus.reading, ...reading } }];
    const options = { directory: world.directory, env, platforms };
    const results = [
      await plan(options),
      await importOrganizations({ ...options, platform: "dnanexus", replace: true }),
    ];
    const text = JSON.stringify(results);
    expect(text).toContain("[redacted]");
    expectNone(world.secrets(), { text });
  }
});
