/** What the engine says of a collection while it is planned: all guards, and what a new resource does not show. */

import type { Address } from "../../../model/address.ts";
import { type Plan, type Stop, stopsOf } from "../../../model/plan.ts";
import { shortened } from "../../../model/text.ts";
import type { Diagnostic, Path, TfObject } from "../../contract.ts";
import { mapAttribute } from "../../schema/names.ts";
import type { ResourceType } from "../../schema/resources.ts";
import { desiredIn } from "../asked.ts";
import { alsoGoes, hasError, ofFinding, ofStop, warning } from "../diagnostics.ts";
import type { Want } from "../document.ts";
import { draft } from "../engine.ts";
import { groundOf } from "../looks.ts";
import { onlyOf } from "../queue.ts";
import type { Desk, Session } from "../session.ts";
import { allowancesOf } from "../settings.ts";
import type { Subject } from "../subject.ts";
import { textsOf } from "../values.ts";

interface Look {
  readonly diagnostics: readonly Diagnostic[];
  /** There is something of what is written that can be sent. */
  readonly sendable: boolean;
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
  const ground = await groundOf(desk, subject);
  if (!("live" in ground)) return { sendable: false, ...ground };
  const { live, ids } = ground;
  const section = await desk.account.section(desiredIn(want, subject));
  if (!("actor" in section)) return { diagnostics: section, sendable: false };
  const { guards, allow } = session.settings;
  const ask = {
    only: new Set(onlyOf({ about: new Set(want.own.keys()), whole: subject.address }, live)),
    guards,
    allow: allowancesOf([...allow, ...textsOf(config["allow"] ?? null)]),
  };
  const { plan, findings } = await draft(section, live, ask, desk);
  const diagnostics = findings.flatMap((finding) => ofFinding(finding, pathIn(want, finding.address)));
  if (plan === null) return { diagnostics, sendable: false, ids };
  for (const stop of stopsOf(plan)) diagnostics.push(stopAt(type, want, stop));
  if (isNew && !hasError(diagnostics)) diagnostics.push(...removalsOf(plan, subject));
  const along = alsoGoes(plan);
  if (along !== null) diagnostics.push(along);
  const sendable = plan.sections
    .flatMap(({ changes }) => changes)
    .some(
      ({ address, calls, waiting }) => want.own.has(address) && (calls.length > 0 || waiting === undefined),
    );
  return { diagnostics, sendable, ids };
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
