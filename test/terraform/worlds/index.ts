import { cloudConsoleWorld } from "./cloud-console.ts";
import { cloudElementsWorld } from "./cloud-elements.ts";
import { daticaWorld } from "./datica.ts";
import { dnanexusWorld } from "./dnanexus.ts";
import { marketplaceWorld } from "./marketplace.ts";
import type { World } from "./world.ts";

/** One for each platform. */
export const worlds: readonly World[] = [
  cloudConsoleWorld,
  cloudElementsWorld,
  daticaWorld,
  dnanexusWorld,
  marketplaceWorld,
];
