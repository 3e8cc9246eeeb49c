/** What core does with one instance of a resource, and what it demands of the provider at each step. */
import type {
  Diagnostic,
  Path,
  Private,
  Provider,
  TfObject,
  TfValue,
} from "../../../src/terraform/contract.ts";
import type { Schema } from "../../../src/terraform/schema/types.ts";
import { resultProblems } from "./assert-apply.ts";
import { planProblems } from "./assert-plan.ts";
import { expectWellPut, failed } from "./diagnostics.ts";
import { CoreError } from "./error.ts";
import { pathText, valueAt } from "./path.ts";
import { proposedNew } from "./proposed.ts";
import {
  expectNothingWritten,
  importResult,
  readResult,
  received,
  unknownIn,
  upgradeResult,
} from "./read-rules.ts";
import { keptOf, nothing, type Stored, stored } from "./state.ts";
import { frozen, same } from "./values.ts";

/** A provider under the eyes of core. */
export interface Watched {
  readonly provider: Provider;
  readonly schemaOf: (type: string) => Schema;
}

export type Action = "create" | "update" | "delete" | "replace" | "no-op";

export interface Planned {
  readonly action: Action;
  readonly before: TfObject | null;
  readonly after: TfObject | null;
  readonly private: Private;
  /** Where it differs in what cannot change: `.region`. */
  readonly replaces: readonly string[];
}

export type Told<T> = { readonly diagnostics: readonly Diagnostic[] } & T;

/** A stored instance in the present shape of its schema. */
export function upgraded({ provider, schemaOf }: Watched, { type, attributes }: Stored): TfObject {
  return frozen(upgradeResult(schemaOf(type), provider.upgrade(type, 0, JSON.parse(attributes))));
}

/** Null: it is gone. */
export async function refreshed(
  watched: Watched,
  was: Stored,
): Promise<Told<{ readonly stored: Stored | null }>> {
  const schema = watched.schemaOf(was.type);
  const answer = await watched.provider.read(was.type, upgraded(watched, was), keptOf(was));
  expectWellPut(schema, answer.diagnostics);
  if (failed(answer.diagnostics)) return { diagnostics: answer.diagnostics, stored: was };
  const state = readResult(schema, answer.state);
  const now = state === null ? null : stored(was.type, state, answer.private, was);
  return { diagnostics: answer.diagnostics, stored: now };
}

export async function imported(
  watched: Watched,
  type: string,
  id: string,
): Promise<Told<{ readonly stored: Stored | null }>> {
  const schema = watched.schemaOf(type);
  const answer = await watched.provider.importState(type, id);
  expectWellPut(schema, answer.diagnostics);
  if (failed(answer.diagnostics)) return { diagnostics: answer.diagnostics, stored: null };
  const first = stored(type, importResult(schema, id, answer.state), answer.private);
  const read = await refreshed(watched, first);
  const diagnostics = [...answer.diagnostics, ...read.diagnostics];
  if (failed(diagnostics) || read.stored !== null)
    return { diagnostics, stored: failed(diagnostics) ? null : read.stored };
  return { diagnostics: [...diagnostics, nonExistent(id)], stored: null };
}

function nonExistent(id: string): Diagnostic {
  return {
    severity: "error",
    summary: "Cannot import non-existent remote object",
    detail: `While attempting to import "${id}", the provider detected that no object exists with the given id.`,
  };
}

/** `config` null: it shall go. `was` null: it is not there. Null where there are errors. */
export async function planned(
  watched: Watched,
  type: string,
  was: Stored | null,
  config: TfObject | null,
): Promise<Told<{ readonly planned: Planned | null }>> {
  if (config === null) return plannedAway(watched, type, was);
  const { provider } = watched;
  const schema = watched.schemaOf(type);
  const invalid = provider.validateResource(type, config, { writeOnlyAllowed: true });
  expectWellPut(schema, invalid);
  if (failed(invalid)) return { diagnostics: invalid, planned: null };
  const before = was === null ? null : upgraded(watched, was);
  const prior = was?.tainted === true ? null : before;
  const first = await planOnce(
    watched,
    type,
    prior,
    config,
    was === null || prior === null ? nothing : keptOf(was),
  );
  if (failed(first.diagnostics) || first.planned === null) return { ...first, planned: null };
  const { after } = first;
  const replaces =
    prior === null ? [] : first.requiresReplace.filter((path) => replacesAt(prior, after, path));
  if (replaces.length > 0) {
    const second = await planOnce(watched, type, null, config, first.private);
    const diagnostics = [...first.diagnostics, ...second.diagnostics];
    if (failed(second.diagnostics)) return { diagnostics, planned: null };
    const whole = { action: "replace", before, after: second.after, private: second.private } as const;
    return { diagnostics, planned: { ...whole, replaces: replaces.map(pathText) } };
  }
  const change = prior === null ? "create" : same(prior, after) ? "no-op" : "update";
  const action = was?.tainted === true ? "replace" : change;
  return {
    diagnostics: first.diagnostics,
    planned: { action, before, after, private: first.private, replaces: [] },
  };
}

interface Once {
  readonly diagnostics: readonly Diagnostic[];
  readonly planned: true | null;
  readonly after: TfObject | null;
  readonly private: Private;
  readonly requiresReplace: readonly Path[];
}

async function planOnce(
  { provider, schemaOf }: Watched,
  type: string,
  prior: TfObject | null,
  config: TfObject,
  kept: Private,
): Promise<Once> {
  const schema = schemaOf(type);
  const proposed = frozen(proposedNew(schema, prior, config));
  const answer = await provider.plan({ type, prior, proposed, config, private: kept });
  expectWellPut(schema, answer.diagnostics);
  const { diagnostics, requiresReplace } = answer;
  if (failed(diagnostics))
    return { diagnostics, planned: null, after: null, private: nothing, requiresReplace };
  const summary = "Provider produced invalid plan";
  const after = frozen(received(schema, answer.planned, [summary, "The provider planned an invalid value"]));
  expectNothingWritten(schema, after, summary, "during planning");
  for (const said of planProblems(schema, prior, config, after)) {
    throw new CoreError(summary, `The provider planned an invalid value for ${type}: ${said}`);
  }
  for (const path of requiresReplace) {
    if (prior !== null && valueAt(prior, path) === undefined && valueAt(after, path) === undefined) {
      throw new CoreError(
        summary,
        `The provider has indicated "requires replacement" on ${type} for a non-existent attribute path ${pathText(path)}`,
      );
    }
  }
  return { diagnostics, planned: true, after, private: answer.private, requiresReplace };
}

/** Only a path whose value differs, or is not known, replaces. */
function replacesAt(prior: TfObject, after: TfObject | null, path: Path): boolean {
  const was: TfValue = valueAt(prior, path) ?? null;
  const is: TfValue = valueAt(after, path) ?? null;
  return unknownIn(is).length > 0 || !same(was, is);
}

async function plannedAway(
  watched: Watched,
  type: string,
  was: Stored | null,
): Promise<Told<{ readonly planned: Planned | null }>> {
  if (was === null) {
    const nothingToDo = {
      action: "no-op",
      before: null,
      after: null,
      private: nothing,
      replaces: [],
    } as const;
    return { diagnostics: [], planned: nothingToDo };
  }
  const before = upgraded(watched, was);
  const request = { type, prior: before, proposed: null, config: null, private: keptOf(was) };
  const answer = await watched.provider.plan(request);
  expectWellPut(watched.schemaOf(type), answer.diagnostics);
  if (failed(answer.diagnostics)) return { diagnostics: answer.diagnostics, planned: null };
  if (answer.planned !== null) {
    throw new CoreError(
      "Provider produced invalid plan",
      `The provider planned a non-null destroy value for ${type}.`,
    );
  }
  const away = { action: "delete", before, after: null, private: answer.private, replaces: [] } as const;
  return { diagnostics: answer.diagnostics, planned: away };
}

/** Plans again with all that is known by now; what was known before may not be otherwise. */
export async function plannedAgain(
  watched: Watched,
  type: string,
  former: Planned,
  was: Stored | null,
  config: TfObject,
): Promise<Told<{ readonly planned: Planned | null }>> {
  const again = await planned(watched, type, was, config);
  if (again.planned === null) return again;
  const expected = former.action === "replace" ? "create" : former.action;
  const { action, after } = again.planned;
  const summary = "Provider produced inconsistent final plan";
  const expanded = `When expanding the plan for ${type} to include new values learned so far during apply, the provider`;
  if (action !== expected && !(expected === "update" && action === "no-op")) {
    throw new CoreError(summary, `${expanded} changed the planned action from ${expected} to ${action}.`);
  }
  for (const said of resultProblems(watched.schemaOf(type), former.after, after)) {
    throw new CoreError(summary, `${expanded} produced an invalid new value for ${said}.`);
  }
  return again;
}

/** Carries out a creation, update or removal. */
export async function applied(
  { provider, schemaOf }: Watched,
  type: string,
  change: Planned,
  config: TfObject | null,
  was: Stored | null,
  dependencies: readonly string[],
): Promise<Told<{ readonly stored: Stored | null }>> {
  const schema = schemaOf(type);
  const answer = await provider.apply({
    type,
    prior: change.before,
    planned: change.after,
    config,
    private: change.private,
  });
  const { diagnostics } = answer;
  expectWellPut(schema, diagnostics);
  const invalid = "Provider produced invalid object";
  const state = received(schema, answer.state, [
    invalid,
    `The provider produced an invalid value after apply for ${type}`,
  ]);
  expectNothingWritten(schema, state, invalid, "after apply");
  for (const path of unknownIn(state)) {
    throw new CoreError(
      "Provider returned invalid result object after apply",
      `After the apply operation, the provider still indicated an unknown value for ${type}${pathText(path)}. All values must be known after apply.`,
    );
  }
  const isError = failed(diagnostics);
  if (!isError) {
    for (const said of resultProblems(schema, change.after, state)) {
      throw new CoreError(
        "Provider produced inconsistent result after apply",
        `When applying changes to ${type}, the provider produced an unexpected new value: ${said}.`,
      );
    }
  }
  if (state === null) return { diagnostics, stored: isError ? was : null };
  const tainted = isError && (change.action === "create" || was?.tainted === true);
  return { diagnostics, stored: stored(type, state, answer.private, { tainted, dependencies }) };
}
