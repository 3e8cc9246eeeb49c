/** Whatever a server says, wherever it says it: no output, journal, baseline or file repeats a secret. */
import { expect, test } from "vitest";
import { platforms } from "../../src/platforms/registry.ts";
import { everyResult } from "./commands.ts";
import { type Envelope, manners } from "./manners.ts";
import { expectNone, filesIn } from "./search.ts";
import { type World, worldOf } from "./world.ts";

const envelopes: Readonly<Record<string, Envelope>> = {
  dnanexus: (message) => ({ error: { type: "InvalidInput", message } }),
  datica: (message) => ({ title: message, description: message, message, code: 1 }),
  "cloud-console": (message) => ({ code: "refused", message }),
  marketplace: (message) => ({ errors: { code: "X-1", reason: message } }),
  "cloud-elements": (message) => ({ requestId: "1", message, providerMessage: message }),
};

/** Where nobody signs in: the credential goes along with every request. */
const signedIn: ReadonlySet<string> = new Set(["dnanexus", "cloud-elements"]);

const rows = platforms.flatMap((platform) =>
  (["sign-in", "read", "write"] as const)
    .filter((part) => part !== "sign-in" || !signedIn.has(platform.name))
    .map((part) => [platform.name, part, platform] as const),
);

test.concurrent.each(rows)("%s, %s", { timeout: 120_000 }, async (name, part, platform) => {
  const envelope = envelopes[name];
  if (envelope === undefined) throw new Error(`what does an error of ${name} look like?`);
  const all = Object.entries(manners(envelope)).map(async ([manner, act]) => {
    await using world = await worldOf(platform);
    world.front.hostile = { part, manner: act };
    const texts = await everyResult(world, part === "write" ? ["apply"] : ["plan", "drift", "import"]);
    expect(world.front.struck, `${manner} ${JSON.stringify(texts)}`).toBeGreaterThan(0);
    await look(world, manner, texts);
  });
  await Promise.all(all);
});

async function look(world: World, manner: string, texts: Readonly<Record<string, string>>): Promise<void> {
  const all = { ...texts, ...(await filesIn(world.directory)) };
  expectNone(
    world.secrets(),
    Object.fromEntries(Object.entries(all).map(([where, text]) => [`${manner}, ${where}`, text])),
  );
}
