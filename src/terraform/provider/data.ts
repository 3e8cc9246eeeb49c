/** Data sources: an organization as it is live, and who can do what. */
import { type Address, isWithin } from "../../model/address.ts";
import { rootKind } from "../../model/platform.ts";
import type { Desired } from "../../model/resource.ts";
import { accessRows } from "../../plan/access-rows.ts";
import type { Diagnostic, StateResponse, TfObject } from "../contract.ts";
import { formatKey, plainAddress } from "../import-id.ts";
import type { DataSource } from "../schema/resources.ts";
import { problem } from "./diagnostics.ts";
import { addressAdvice, stepsOf, tellingIn } from "./place.ts";
import type { Session } from "./session.ts";
import { blindAt, liveAt } from "./status.ts";
import { fromLive, nulls, textOf } from "./values.ts";

type DataResponse = Omit<StateResponse, "private">;

export async function readData(
  source: DataSource,
  config: TfObject,
  session: Session,
): Promise<DataResponse> {
  return source.form === "organization"
    ? organizationData(source, config, session)
    : accessData(source, config, session);
}

function refuse(...diagnostics: readonly Diagnostic[]): DataResponse {
  return { state: null, diagnostics };
}

function organizationAt(
  source: DataSource,
  text: string | null,
  id: string | null,
): { readonly address: Address; readonly desired: Desired } | null {
  const kind = rootKind(source.platform);
  const step = text === null ? undefined : stepsOf(source.platform, kind, text)?.at(-1);
  if (step === undefined) return null;
  const attributes = tellingIn(step);
  const pinned = id ?? (kind.labelled === undefined ? undefined : step.parameters.get("id")) ?? null;
  const { address, key } = step;
  return {
    address,
    desired: { address, kind: kind.name, key, attributes, ...(pinned === null ? {} : { id: pinned }) },
  };
}

async function organizationData(
  source: DataSource,
  config: TfObject,
  session: Session,
): Promise<DataResponse> {
  const { platform, schema } = source;
  const kind = rootKind(platform);
  const id = textOf(config["platform_id"] ?? null);
  const asked = organizationAt(source, textOf(config["key"] ?? null), id);
  if (asked === null)
    return refuse(problem("Invalid key", addressAdvice(platform, kind), [{ attribute: "key" }]));
  const desk = session.desk(platform);
  const seen = await desk.account.view({
    resources: new Map([[asked.address, asked.desired]]),
    managed: new Map(),
  });
  if (!("live" in seen)) return refuse(...seen.diagnostics);
  const { live } = seen;
  const [stop] = live.stops.filter(({ scope }) => scope === asked.address);
  if (stop !== undefined)
    return refuse(problem("It cannot be told which one", stop.message, [{ attribute: "key" }]));
  const found = liveAt(kind, live.live, asked.address);
  if (found === undefined) {
    const why =
      blindAt(live, asked.address) ??
      `${platform.title} shows no organization ${asked.address} to this account`;
    return refuse(
      problem("It is not there", `${why}. Correct the key, or give the account access.`, [
        { attribute: "key" },
      ]),
    );
  }
  if (found.id !== undefined) desk.ledger.know(asked.address, found.id);
  const called = kind.labelled === undefined || kind.labelled.natural(found.attributes) === asked.desired.key;
  const state: TfObject = {
    ...nulls(schema.attributes),
    ...config,
    ...fromLive(kind, found.attributes, null),
    ...(kind.labelled === undefined ? {} : { platform_id: found.id ?? null }),
    id: formatKey(asked.desired.key, called ? undefined : found.id),
  };
  return { state, diagnostics: [] };
}

async function accessData(source: DataSource, config: TfObject, session: Session): Promise<DataResponse> {
  const { platform } = source;
  const asked = organizationAt(source, textOf(config["organization"] ?? null), null);
  if (asked === null) {
    return refuse(
      problem("Invalid address", addressAdvice(platform, rootKind(platform)), [
        { attribute: "organization" },
      ]),
    );
  }
  const action = textOf(config["action"] ?? null);
  if (action !== null && !platform.access.actions.includes(action.toUpperCase())) {
    const known = platform.access.actions.join(", ");
    return refuse(
      problem("Invalid value", `There is no action ${action}. Known: ${known}.`, [{ attribute: "action" }]),
    );
  }
  const written = textOf(config["target"] ?? null);
  const target = written === null ? null : plainAddress(written);
  if (target !== null && !isWithin(target, asked.address)) {
    return refuse(
      problem("Invalid value", `target must lie in ${asked.address}.`, [{ attribute: "target" }]),
    );
  }
  const desk = session.desk(platform);
  const desired = { resources: new Map([[asked.address, asked.desired]]), managed: new Map() };
  const seen = await desk.account.fresh(desired, true);
  if (!("live" in seen)) return refuse(...seen.diagnostics);
  const { live } = seen;
  if (liveAt(rootKind(platform), live.live, asked.address) === undefined) {
    const detail = `${platform.title} shows no organization ${asked.address} to this account.`;
    return refuse(problem("It is not there", detail, [{ attribute: "organization" }]));
  }
  const rows = accessRows(platform.access, live.live, {
    who: textOf(config["who"] ?? null),
    action: action?.toUpperCase() ?? null,
    target: target ?? asked.address,
  });
  const diagnostics = live.unknown
    .filter(({ address }) => isWithin(address, asked.address))
    .map(
      ({ address, collection, why }): Diagnostic => ({
        severity: "warning",
        summary: "Some of it cannot be read",
        detail: `${address}${collection === null ? "" : `/${collection}`} cannot be read (${why}): who has access through it is not known and not told.`,
      }),
    );
  return {
    state: {
      ...config,
      rows: rows.map(({ who, target: at, level, actions, via }) => ({
        who,
        target: at,
        level,
        actions,
        via,
      })),
    },
    diagnostics,
  };
}
