import type { AccessRow } from "../model/access.ts";
import type { Address } from "../model/address.ts";
import type { Finding } from "../model/finding.ts";
import { placeOf } from "../model/resource.ts";
import { order } from "../model/value.ts";
import { accessRows } from "../plan/access-rows.ts";
import { stateWithout } from "../plan/without.ts";
import { failureFinding } from "./failure.ts";
import { readLive, remembered } from "./live.ts";
import type { Result, RunOptions } from "./options.ts";
import { withRun } from "./plan.ts";

export interface AccessOptions extends RunOptions {
  /** Only what this principal may do. */
  readonly who?: string;
  /** Only those who may do this (`DOWNLOAD`), in any case of letters. */
  readonly action?: string;
  /** Only what lies at or below this address. */
  readonly target?: Address;
  /** As it would be without this resource (a membership, a grant), and all that goes along with it. */
  readonly without?: Address;
}

/** Who can do what where, live, and by which path; everything of the configured organizations is read for it. */
export async function access(options: AccessOptions = {}): Promise<Result<readonly AccessRow[]>> {
  return withRun(options, async ({ sections, store }) => {
    const findings: Finding[] = [];
    const rows: AccessRow[] = [];
    const actions = new Set<string>();
    const wanted = options.action?.toUpperCase();
    let found = options.without === undefined && options.target === undefined;
    for (const section of sections) {
      const { platform, configuration } = section;
      const name = configuration.connection.name;
      const live = await readLive(section, { ...(await remembered(section, store)), whole: true });
      if ("ok" in live)
        return { ok: false, findings: [failureFinding(name, "reading", live, section.source)] };
      for (const each of live.unknown) {
        const place = placeOf(each);
        findings.push({
          code: "access/unknown",
          severity: "warning",
          message: `${place} cannot be read (${each.why}): who has access through it is not known and not shown.`,
          address: place,
        });
      }
      for (const action of platform.access.actions) actions.add(action);
      found ||= [options.without, options.target].every(
        (address) => address === undefined || live.live.get(address) !== undefined,
      );
      const state =
        options.without === undefined
          ? live.live
          : stateWithout(platform, live.live, options.without, section.actor);
      rows.push(
        ...accessRows(platform.access, state, {
          who: options.who ?? null,
          action: wanted ?? null,
          target: options.target ?? null,
        }),
      );
    }
    if (!found) {
      const named = [options.target, options.without].filter((address) => address !== undefined).join(" or ");
      return refuse(
        "access/no-such-address",
        `Nothing live has the address ${named}. charter plan and charter drift print addresses.`,
      );
    }
    if (wanted !== undefined && !actions.has(wanted)) {
      return refuse(
        "access/no-such-action",
        `There is no action ${options.action}. Known: ${[...actions].join(", ")}.`,
      );
    }
    rows.sort((a, b) => order(a.target, b.target) || order(a.who, b.who));
    return { ok: true, value: rows, findings };
  });
}

function refuse(
  code: string,
  message: string,
): { readonly ok: false; readonly findings: readonly Finding[] } {
  return { ok: false, findings: [{ code, severity: "error", message }] };
}
