import type { Platform } from "../../model/platform.ts";
import { access } from "./access.ts";
import { calls } from "./calls.ts";
import { effects } from "./effects.ts";
import { kinds } from "./kinds.ts";
import { protocol } from "./protocol.ts";
import { reading } from "./read.ts";
import { rules } from "./rules.ts";

export { kinds } from "./kinds.ts";
export { protocol } from "./protocol.ts";

/** DNAnexus: organizations, members, projects and grants, apps and their people (dnanexus.md). */
export const dnanexus: Platform = {
  name: "dnanexus",
  title: "DNAnexus",
  contract: {
    standing: "published",
    note: "DNAnexus publishes the API that Charter uses; the few behaviours that its documentation leaves open are named on the platform's page.",
  },
  kinds,
  protocol,
  reading,
  calls,
  effects,
  rules,
  access,
};
