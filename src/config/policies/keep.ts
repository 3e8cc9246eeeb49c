import { rootOf } from "../../model/address.ts";
import type { Settings } from "../../model/configuration.ts";
import type { Pattern } from "../../model/pattern.ts";
import type { Platform } from "../../model/platform.ts";
import type { Policy } from "../../model/policy.ts";
import type { Findings } from "../findings.ts";
import type { Organization } from "../organization.ts";
import { quote } from "../words.ts";
import { breachesOf, countBreaches, type Requirements, requirementsOf } from "./breaches.ts";
import { nearestCollection, nearestWritten } from "./near.ts";
import { type Problem, reportProblem } from "./problem.ts";
import { problemsOf } from "./reach.ts";
import { fitting, keyTest, type Selector, select, selectorOf } from "./select.ts";
import { type Row, type Shape, shapesOf } from "./shapes.ts";
import { type Collection, collectionsOf } from "./written.ts";

/**
 * Says where the organizations break the policies of the settings, and which policies could never apply. Takes time in
 * proportion to the entries and the policies; nothing of a policy is evaluated as code.
 */
export function keepPolicies(
  settings: Settings,
  organizations: readonly Organization[],
  platforms: readonly Platform[],
  today: string,
  findings: Findings,
): void {
  if (settings.policies.length === 0) return;
  // What is broken may hide what a policy means.
  const complete = findings.errors() === 0;
  const shapes = configured(settings, organizations, platforms).flatMap(shapesOf);
  const collections = organizations.filter(isNamed).flatMap(collectionsOf);
  for (const policy of settings.policies) {
    const problems = problemsOf(policy, shapes);
    for (const problem of problems) reportProblem(problem, findings);
    if (problems.length > 0) continue;
    for (const problem of keep(policy, collections, shapes, today, complete, findings)) {
      reportProblem(problem, findings);
    }
  }
}

/** The platforms that the folder speaks of; where it speaks of none yet, all. */
function configured(
  settings: Settings,
  organizations: readonly Organization[],
  platforms: readonly Platform[],
): readonly Platform[] {
  const names = new Set([
    ...organizations.map(({ platform }) => platform.name),
    ...[...settings.connections.values()].map(({ platform }) => platform),
  ]);
  return names.size === 0 ? platforms : platforms.filter(({ name }) => names.has(name));
}

/** An organization that no document names is known by a stand-in. */
function isNamed({ address }: Organization): boolean {
  return rootOf(address) === address;
}

/** Looks at all that one policy is about. Gives the parts of it that mean nothing which is written. */
function keep(
  policy: Policy,
  collections: readonly Collection[],
  shapes: readonly Shape[],
  today: string,
  complete: boolean,
  findings: Findings,
): readonly Problem[] {
  const known = new Map<Shape, { readonly selector: Selector; readonly requirements: Requirements } | null>();
  const met = new Set<number>();
  const used = new Set<number>();
  for (const collection of collections) {
    const { shape } = collection;
    let compiled = known.get(shape);
    if (compiled === undefined) {
      const selector = selectorOf(policy, shape);
      compiled = selector === null ? null : { selector, requirements: requirementsOf(policy, shape, today) };
      known.set(shape, compiled);
    }
    if (compiled === null) continue;
    const { selector, requirements } = compiled;
    for (const [index, rows] of selector.patterns.entries()) {
      if (!met.has(index) && isMet(rows, collection)) met.add(index);
    }
    const selection = select(selector, collection, (exception) => used.add(exception));
    if (selection === null || selection.excepted) continue;
    const { entries } = selection;
    for (const finding of breachesOf(policy, requirements, collection, entries)) findings.push(finding);
    if (!complete) continue;
    for (const finding of countBreaches(policy, requirements, collection, entries.length)) {
      findings.push(finding);
    }
  }
  if (!complete) return [];
  return [...unmet(policy, met, shapes, collections), ...unused(policy, used)];
}

/** Whether there is what the rows name. Where only the last part is open, there may come to be something. */
function isMet(rows: readonly Row[], collection: Collection): boolean {
  const found = fitting(rows, collection);
  if (found.some(({ key }) => !key.literal)) return true;
  const named = keyTest(found, collection.shape.kind);
  return found.length > 0 && collection.entries.some(({ key }) => named(key));
}

/** Patterns that name something which is not written. Those that name nothing wait for what may come. */
function unmet(
  policy: Policy,
  met: ReadonlySet<number>,
  shapes: readonly Shape[],
  collections: readonly Collection[],
): readonly Problem[] {
  return policy.for.flatMap(({ value, source }, index) => {
    if (met.has(index) || !namesSomething(value, shapes)) return [];
    const near =
      nearestWritten(value, shapes, collections) ||
      (value.includes("**") ? nearestCollection(value, shapes) : "");
    const message = `${quote(value)} names nothing that is written, so that the policy ${policy.name} protects nothing there${near || "."}`;
    return [{ code: "config/policy", message, source, severity: "warning" } as const];
  });
}

/** Whether a key stands in the pattern as it is. Behind `**` nobody can tell keys from collections but by their names. */
function namesSomething(pattern: Pattern, shapes: readonly Shape[]): boolean {
  const collections = new Set(shapes.flatMap(({ path }) => path.split("/")));
  const open = pattern.includes("**");
  return pattern
    .split("/")
    .some((part, index) => !part.includes("*") && (open ? !collections.has(part) : index % 2 === 0));
}

function unused(policy: Policy, used: ReadonlySet<number>): readonly Problem[] {
  return policy.except.flatMap(({ value, source }, index) => {
    if (used.has(index)) return [];
    const message = `${quote(value)} is an exception to nothing that the policy ${policy.name} is about; take it out.`;
    return [{ code: "config/policy", message, source, severity: "warning" } as const];
  });
}
