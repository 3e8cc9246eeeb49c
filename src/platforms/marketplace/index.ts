import type { Platform } from "../../model/platform.ts";
import { access } from "./access.ts";
import { calls } from "./calls.ts";
import { check } from "./check.ts";
import { effects } from "./effects.ts";
import { kinds } from "./kinds.ts";
import { protocol } from "./protocol.ts";
import { reading } from "./read.ts";
import { rules } from "./rules.ts";

export { kinds } from "./kinds.ts";
export { protocol } from "./protocol.ts";

/** Kroger's Developer Marketplace: organizations, their members and teams, shared applications (marketplace.md). */
export const marketplace: Platform = {
  name: "marketplace",
  title: "Developer Marketplace",
  contract: {
    standing: "own",
    note: "Kroger documents organizations, roles and sharing as pages of its portal, and sign-in, errors and paging of its other APIs; the calls for organizations are Charter's own proposal in that style, and the marks of the role table are inferred.",
  },
  kinds,
  protocol,
  reading,
  calls,
  effects,
  rules,
  access,
  check,
};
