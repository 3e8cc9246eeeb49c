import type { SandboxDefinition } from "./definition.ts";
import { dnanexus } from "./dnanexus/index.ts";

/** The platforms that have a sandbox. */
export const sandboxes: ReadonlyMap<string, SandboxDefinition> = new Map([
  [dnanexus.format.platform, dnanexus],
]);
