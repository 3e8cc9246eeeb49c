import type { Platform } from "../model/platform.ts";
import {
  cloudConsole,
  type kinds as cloudConsoleKinds,
  type protocol as cloudConsoleProtocol,
} from "./cloud-console/index.ts";
import {
  cloudElements,
  type kinds as cloudElementsKinds,
  type protocol as cloudElementsProtocol,
} from "./cloud-elements/index.ts";
import { datica, type kinds as daticaKinds, type protocol as daticaProtocol } from "./datica/index.ts";
import {
  dnanexus,
  type kinds as dnanexusKinds,
  type protocol as dnanexusProtocol,
} from "./dnanexus/index.ts";
import {
  marketplace,
  type kinds as marketplaceKinds,
  type protocol as marketplaceProtocol,
} from "./marketplace/index.ts";

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

/** The protocol of each platform with the names of its hosts and credentials, from which the types of providers are made. */
export type PlatformProtocols = {
  readonly "cloud-console": typeof cloudConsoleProtocol;
  readonly "cloud-elements": typeof cloudElementsProtocol;
  readonly datica: typeof daticaProtocol;
  readonly dnanexus: typeof dnanexusProtocol;
  readonly marketplace: typeof marketplaceProtocol;
};
