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

/** Cloud Elements: an organization, its roles and their privileges, accounts and users (cloud-elements.md). */
export const cloudElements: Platform = {
  name: "cloud-elements",
  title: "Cloud Elements",
  contract: {
    standing: "partly",
    note: "Charter uses the routes of the makers' own documentation and test suite, as they were until 2021; how two-factor sign-in is set and whose a secret is are Charter's own proposals.",
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
