import type { Platform } from "../model/platform.ts";
import { cloudConsole, type kinds as cloudConsoleKinds } from "./cloud-console/index.ts";
import { cloudElements, type kinds as cloudElementsKinds } from "./cloud-elements/index.ts";
import { datica, type kinds as daticaKinds } from "./datica/index.ts";
import { dnanexus, type kinds as dnanexusKinds } from "./dnanexus/index.ts";
import { marketplace, type kinds as marketplaceKinds } from "./marketplace/index.ts";

/** Every platform that Charter knows. */
export const platforms: readonly Platform[] = [cloudConsole, cloudElements, datica, dnanexus, marketplace];

/** The kinds of each platform with their literal types, from which the types of definitions are made. */
export type PlatformKinds = {
  readonly "cloud-console": typeof cloudConsoleKinds;
  readonly "cloud-elements": typeof cloudElementsKinds;
  readonly datica: typeof daticaKinds;
  readonly dnanexus: typeof dnanexusKinds;
  readonly marketplace: typeof marketplaceKinds;
};
