import { expect } from "vitest";
import type { Said } from "./inside.ts";

/** Whatever was said can be shown on a terminal and in the log of a CI service, and JSON is JSON. */
export function expectTame(args: readonly string[], { stdout, stderr }: Said): void {
  const what = args.join(" ");
  for (const text of [stdout, stderr]) {
    // Nothing was written to a terminal: not even a colour of our own.
    expect(text.match(/[[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]--\n]/v)?.[0], what).toBeUndefined();
    expect(text, what).not.toMatch(/^\s*::/m);
    expect(text, what).not.toContain("##[");
    expect(text, what).not.toContain("cli/bug");
  }
  if (args.includes("json")) JSON.parse(stdout);
}
