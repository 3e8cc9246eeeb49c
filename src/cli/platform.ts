import { meant, quote } from "../config/words.ts";
import type { Finding } from "../model/finding.ts";
import type { Platform } from "../model/platform.ts";
import { platforms } from "../platforms/registry.ts";
import { problem } from "./context.ts";

/** The platform of this name, or a finding with the nearest one and all that there are. */
export function platformNamed(name: string): Platform | { readonly finding: Finding } {
  const platform = platforms.find((each) => each.name === name);
  if (platform !== undefined) return platform;
  const known = platforms.map((each) => each.name);
  const near = meant(name, known) || ".";
  const message = `There is no platform ${quote(name)}${near} Known: ${known.join(", ")}.`;
  return { finding: problem("unknown-platform", message) };
}
