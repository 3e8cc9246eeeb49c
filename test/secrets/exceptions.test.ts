/** An exception is a bug; its words go into a report of it, and hold no secret all the same. */
import { expect, test } from "vitest";
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
