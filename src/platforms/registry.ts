import type { Platform } from "../model/platform.ts";
import { cloudConsole, type kinds as cloudConsoleKinds } from "./cloud-console/index.ts";
import { dnanexus, type kinds as dnanexusKinds } from "./dnanexus/index.ts";

/** Every platform that Charter knows. */
export const platforms: readonly Platform[] = [cloudConsole, dnanexus];

/** The kinds of each platform with their literal types, from which the types of definitions are made. */
export type PlatformKinds = {
  readonly "cloud-console": typeof cloudConsoleKinds;
  readonly dnanexus: typeof dnanexusKinds;
};
