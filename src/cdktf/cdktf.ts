/** Constructs for stacks made with `cdktf`. */
import * as core from "cdktf";
import { constructsFor } from "./constructs.ts";

export type { CollectionReference, OrganizationConstruct } from "./organization.ts";

export const { CharterProvider, Organization, cloudConsole, cloudElements, datica, dnanexus, marketplace } =
  constructsFor(core);
