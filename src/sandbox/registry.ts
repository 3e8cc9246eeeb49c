import { cloudConsole } from "./cloud-console/index.ts";
import { cloudElements } from "./cloud-elements/index.ts";
import { datica } from "./datica/index.ts";
import type { SandboxDefinition } from "./definition.ts";
import { dnanexus } from "./dnanexus/index.ts";
import { marketplace } from "./marketplace/index.ts";

/** The platforms that have a sandbox. */
export const sandboxes: ReadonlyMap<string, SandboxDefinition> = new Map([
  [cloudConsole.format.platform, cloudConsole],
  [cloudElements.format.platform, cloudElements],
  [datica.format.platform, datica],
  [dnanexus.format.platform, dnanexus],
  [marketplace.format.platform, marketplace],
]);
