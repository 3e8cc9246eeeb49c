/** What the engine says of a collection while it is planned: all guards, and what a new resource does not show. */

import type { Address } from "../../../model/address.ts";
import { type Plan, type Stop, stopsOf } from "../../../model/plan.ts";
import { shortened } from "../../../model/text.ts";
import type { Diagnostic, Path, TfObject } from "../../contract.ts";
import { mapAttribute, parentAttribute } from "../../schema/names.ts";
import type { ResourceType } from "../../schema/resources.ts";
import { hasError, ofFinding, ofStop, warning } from "../diagnostics.ts";
import type { Want } from "../document.ts";
import { draft } from "../engine.ts";
import { onlyOf } from "../queue.ts";
import type { Desk, Session } from "../session.ts";
import { allowancesOf } from "../settings.ts";
import { alsoGoes, desiredIn, holderMissing, holderWarning } from "../shared.ts";
import { keptOf, type Subject } from "../subject.ts";
import { textsOf } from "../values.ts";

interface Look {
  readonly diagnostics: readonly Diagnostic[];
  /** Keys of what can be sent. */
  readonly sendable: ReadonlySet<string>;
  readonly ids?: ReadonlyMap<Address, string>;
}

export async function lookAll(
  type: ResourceType,
  want: Want,
  subject: Subject,
  desk: Desk,
  session: Session,
  config: TfObject,
  isNew: boolean,
): Promise<Look> {
  const { platform, kind } = type;
  const nothing: Look = { diagnostics: [], sendable: new Set() };
  const seen = await desk.account.view(subject.interest);
  if (!("live" in seen)) return { ...nothing, diagnostics: seen.diagnostics };
  const { live } = seen;
  const ids = keptOf(platform, subject, live.live, desk.ledger).ids;
  const holder = holderMissing(subject, live, desk);
  if (holder !== null) {
    const path: Path = [{ attribute: parentAttribute(kind) ?? "" }];
    return { ...nothing, ids, diagnostics: holder.planned ? [] : [holderWarning(holder.address, path)] };
  }
  const section = await desk.account.section(desiredIn(want, subject));
  if (!("actor" in section)) return { ...nothing, diagnostics: section };
  const { guards, allow } = session.settings;
  const { plan, findings } = await draft(
    section,
    live,
    {
      accounts: desk.ledger.accounts,
      only: new Set(onlyOf({ about: new Set(want.own.keys()), whole: subject.address }, live)),
      guards,
      allow: allowancesOf([...allow, ...textsOf(config["allow"] ?? null)]),
    },
    session.context(platform),
  );
  const diagnostics = findings.flatMap((finding) => ofFinding(finding, pathIn(want, finding.address)));
  if (plan === null) return { ...nothing, ids, diagnostics };
  for (const stop of stopsOf(plan)) diagnostics.push(stopAt(type, want, stop));
  if (isNew && !hasError(diagnostics)) diagnostics.push(...removalsOf(plan, subject));
  const along = alsoGoes(plan);
  if (along !== null) diagnostics.push(along);
  const sendable = plan.sections
    .flatMap(({ changes }) => changes)
    .filter(({ calls, waiting }) => calls.length > 0 || waiting === undefined)
    .flatMap(({ address }) => want.own.get(address)?.written ?? []);
  return { diagnostics, sendable: new Set(sendable), ids };
}

/** The element that an address is, or the collection. */
export function pathIn({ own, type }: Want, address: Address | undefined): Path {
  const entry = address === undefined ? undefined : own.get(address);
  return entry?.path ?? [{ attribute: mapAttribute(type.kind) }];
}

export function stopAt(type: ResourceType, want: Want, stop: Stop): Diagnostic {
  return ofStop(stop, pathIn(want, stop.scope), `this ${type.name}`);
}

/** A new resource shows what it adds; what is live and not written goes without being shown. */
function removalsOf(plan: Plan, { address }: Subject): readonly Diagnostic[] {
  const gone = plan.sections.flatMap(({ changes }) =>
    changes.filter(({ action }) => action === "delete").map(({ key }) => key),
  );
  if (gone.length === 0) return [];
  return [
    warning(
      "What is not written is removed",
      `${address} holds ${gone.length} that are not written here, and applying removes them: ${shortened(gone, 10)}. Import it to see ` +
        "all changes in the plan.",
    ),
  ];
}
