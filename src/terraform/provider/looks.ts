/** Live state for one resource or collection, before anything is compared. */
import type { Live } from "../../run/live.ts";
import type { Diagnostic } from "../contract.ts";
import { warning } from "./diagnostics.ts";
import { holderMissing, holderWarning } from "./holders.ts";
import type { Kept } from "./kept.ts";
import type { Desk } from "./session.ts";
import { blindAt } from "./status.ts";
import { keptOf, type Subject } from "./subject.ts";

/** For a read; without `live` the state stays as it was, and the diagnostics say why. */
export type Read = { readonly live: Live } | { readonly diagnostics: readonly Diagnostic[] };

export async function readFor(desk: Desk, subject: Subject): Promise<Read> {
  if (desk.account.open) return { diagnostics: [] };
  const seen = await desk.account.view(subject.interest);
  if (!("live" in seen)) return seen;
  const blind = blindAt(seen.live, subject.address);
  if (blind === null) return seen;
  return { diagnostics: [warning("Cannot be read", `${blind}. Its state is kept as it was.`)] };
}

/** For a plan; without `live` there is nothing to compare with. */
export type Ground =
  | { readonly live: Live; readonly ids: Kept["ids"] }
  | { readonly diagnostics: readonly Diagnostic[]; readonly ids?: Kept["ids"] };

export async function groundOf(desk: Desk, subject: Subject): Promise<Ground> {
  const seen = await desk.account.view(subject.interest);
  if (!("live" in seen)) return seen;
  const { live } = seen;
  const { ids } = keptOf(desk.platform, subject, live.live, desk.ledger);
  const missing = holderMissing(subject, live, desk);
  if (missing === null) return { live, ids };
  return { ids, diagnostics: missing.planned ? [] : [holderWarning(subject, missing.address)] };
}
