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

/** Cloud Console (Ventus): organizations, their people, projects and groups (cloud-console.md). */
export const cloudConsole: Platform = {
  name: "cloud-console",
  title: "Cloud Console",
  contract: {
    standing: "partly",
    note: "Ventus documents how to sign in and how to list, create, rename and delete projects; everything about organizations, administrators, ownership, groups, invitations and billing administrators is proposed by Charter in the same style.",
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
