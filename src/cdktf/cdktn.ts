/** Constructs for stacks made with `cdktn`. */
import * as core from "cdktn";
import { constructsFor } from "./constructs.ts";

export type { CollectionReference, OrganizationConstruct } from "./organization.ts";

export const { CharterProvider, Organization, cloudConsole, cloudElements, datica, dnanexus, marketplace } =
  constructsFor(core);
