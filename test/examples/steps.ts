import { type Commit, type Fact, printFact } from "../../examples/kubernetes/facts.ts";
import { type GitHub, gather } from "../../examples/kubernetes/github.ts";
import { type Expectation, type ExpectedChange, openLedger } from "../../examples/kubernetes/ledger.ts";
import type { Source } from "../../examples/kubernetes/source.ts";
import type { Plan } from "../../src/model/plan.ts";

/** A commit, the state on both sides of it, and what it is expected to change on a platform. */
export interface Step {
  readonly commit: Commit;
  readonly before: GitHub;
  readonly after: GitHub;
  readonly expected: readonly ExpectedChange[];
}

/** The commits of the history, oldest first. Organizations that a commit does not speak of stay the same objects. */
export function* steps(
  { start, history }: Pick<Source, "start" | "history">,
  expectation: Expectation,
): Generator<Step> {
  const facts = new Map<string, Map<string, Fact>>();
  const of = (organization: string): Map<string, Fact> => {
    const own = facts.get(organization) ?? new Map<string, Fact>();
    facts.set(organization, own);
    return own;
  };
  for (const fact of start) of(fact.organization).set(printFact(fact), fact);
  const ledger = openLedger(start, expectation);
  let before = gather(start);
  for (const commit of history) {
    for (const { sign, fact } of commit.ops) {
      if (sign === "+") of(fact.organization).set(printFact(fact), fact);
      else of(fact.organization).delete(printFact(fact));
    }
    const changed = [...new Set(commit.ops.map(({ fact }) => fact.organization))];
    const former = new Map([...before].filter(([name]) => changed.includes(name)));
    const now = gather(
      changed.flatMap((name) => [...of(name).values()]),
      former,
    );
    const after: GitHub = new Map([...before, ...now]);
    yield { commit, before, after, expected: ledger.commit(commit) };
    before = after;
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
