import type { Platform } from "../model/platform.ts";
import { dnanexus, type kinds as dnanexusKinds } from "./dnanexus/index.ts";

/** Every platform that Charter knows. */
export const platforms: readonly Platform[] = [dnanexus];

/** The kinds of each platform with their literal types, from which the types of definitions are made. */
export type PlatformKinds = {
  readonly dnanexus: typeof dnanexusKinds;
};
