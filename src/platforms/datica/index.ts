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

/** Datica's Compliant Cloud: organizations, members and invites, access to environments, groups (datica.md). */
export const datica: Platform = {
  name: "datica",
  title: "Datica Compliant Cloud",
  contract: {
    standing: "partly",
    note:
      "Sign-in, members, invites and the lists of environments are those that the vendor's public clients use; changing " +
      "roles and organizations, managing groups and many refusals are Charter's own proposal, and the product is gone " +
      "from sale, so that nothing could be tried on it.",
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
