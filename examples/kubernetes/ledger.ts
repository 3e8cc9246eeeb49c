import { type Address, coveredBy, homeOf } from "../../src/model/address.ts";
import { order } from "../../src/model/value.ts";
import { type Book, openBook } from "./book.ts";
import type { Commit, Fact } from "./facts.ts";

/** One change that a commit means on a platform, in the words of a plan. */
export interface ExpectedChange {
  readonly address: Address;
  readonly action: "create" | "update" | "delete";
  /** What differs, by name: before (null: not there) and after (null: gone). */
  readonly attributes: Readonly<Record<string, readonly [before: string | null, after: string | null]>>;
}

/** The attributes of what stands at an address; null where nothing does. */
type Standing = Readonly<Record<string, string>> | null;

/**
 * The addresses that a fact bears on, each with what stands there by the facts that are in the book when it is asked.
 */
export type Expectation = (fact: Fact, book: Book) => Iterable<readonly [Address, () => Standing]>;

/**
 * Says what each commit changes on a platform, from its ops alone: nothing here is shared with the mapping of whole
 * states, so that the two check each other.
 */
export interface Ledger {
  /** Carries out a commit; returns what it changes, sorted by address. Throws where an op does not fit. */
  readonly commit: (commit: Commit) => readonly ExpectedChange[];
}

export function openLedger(start: Iterable<Fact>, expectation: Expectation): Ledger {
  const book = openBook();
  const known = new Map<Address, Standing>();
  const touched = (facts: readonly Fact[]) => new Map(facts.flatMap((fact) => [...expectation(fact, book)]));

  const first = [...start];
  for (const fact of first) book.put(fact);
  for (const [address, look] of touched(first)) known.set(address, look());

  return {
    commit: ({ ops }) => {
      const facts = ops.map(({ fact }) => fact);
      const before = touched(facts);
      // A level that is replaced is taken before it is given: the ops of a commit have no order of their own.
      for (const { sign, fact } of ops) if (sign === "-") book.take(fact);
      for (const { sign, fact } of ops) if (sign === "+") book.put(fact);
      const changes: ExpectedChange[] = [];
      for (const [address, look] of [...before, ...touched(facts)]) {
        const change = changed(address, known.get(address) ?? null, look());
        known.set(address, look());
        if (change !== null) changes.push(change);
      }
      return withoutImplied(changes).sort((a, b) => order(a.address, b.address));
    },
  };
}

function changed(address: Address, before: Standing, after: Standing): ExpectedChange | null {
  if (after === null) return before === null ? null : { address, action: "delete", attributes: {} };
  const differing = Object.keys(after)
    .filter((name) => before?.[name] !== after[name])
    .map((name) => [name, [before?.[name] ?? null, after[name] ?? null]] as const);
  if (before !== null && differing.length === 0) return null;
  return {
    address,
    action: before === null ? "create" : "update",
    attributes: Object.fromEntries(differing),
  };
}

/** What lies in something that goes needs no removal of its own. */
function withoutImplied(changes: readonly ExpectedChange[]): ExpectedChange[] {
  const gone = new Set(changes.filter(({ action }) => action === "delete").map(({ address }) => address));
  return changes.filter(({ address }) => coveredBy(homeOf(address) ?? "", gone) === null);
}
