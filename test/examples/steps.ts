import { type ExpectedChange, openLedger } from "../../examples/kubernetes/expected.ts";
import { type Commit, printFact } from "../../examples/kubernetes/facts.ts";
import { type Model, mapFacts } from "../../examples/kubernetes/mapping.ts";
import type { Source } from "../../examples/kubernetes/source.ts";
import type { Plan } from "../../src/model/plan.ts";

/** A commit, the mapped state on both sides of it, and what it is expected to change. */
export interface Step {
  readonly commit: Commit;
  readonly before: Model;
  readonly after: Model;
  readonly expected: readonly ExpectedChange[];
}

/** The commits of the history, oldest first. */
export function* steps({ start, history }: Pick<Source, "start" | "history">): Generator<Step> {
  const facts = new Map(start.map((fact) => [printFact(fact), fact]));
  const ledger = openLedger(start);
  let model = mapFacts(start);
  for (const commit of history) {
    for (const { sign, fact } of commit.ops) {
      if (sign === "+") facts.set(printFact(fact), fact);
      else facts.delete(printFact(fact));
    }
    const before = model;
    model = mapFacts(facts.values(), before);
    yield { commit, before, after: model, expected: ledger.commit(commit) };
  }
}

/** The changes of a plan in the words of what is expected of a commit. */
export function changesOf(plan: Plan): readonly ExpectedChange[] {
  return plan.sections.flatMap((section) =>
    section.changes.map(({ address, action, attributes }) => {
      if (action === "replace") throw new Error(`${address} would be replaced`);
      return {
        address,
        action,
        attributes: Object.fromEntries(
          attributes.map(({ name, before, after }) => [name, [textOf(before), textOf(after)] as const]),
        ),
      };
    }),
  );
}

function textOf(value: unknown): string | null {
  if (value === null || typeof value === "string") return value;
  throw new Error(`Neither text nor null: ${JSON.stringify(value)}`);
}
