/** Which calls a call must wait for: what it needs to exist, what keeps an invariant, what lets the actor do it. */
import { type Address, parentOf, rootOf } from "../model/address.ts";
import { type Body, type CallDraft, isRef, type Segment } from "../model/call.ts";

/** The resources whose ids a call needs from earlier answers. */
export function referenced(call: CallDraft): readonly Address[] {
  const found: Address[] = [];
  const walk = (value: Body | Segment | undefined): void => {
    if (isRef(value)) {
      if (value.$ref === "id") found.push(value.address);
    } else if (typeof value === "object" && value !== null) {
      for (const member of Object.values(value)) walk(member as Body);
    }
  };
  for (const segment of call.path) walk(segment);
  walk(call.body);
  return found;
}

export interface Ledger {
  /** The call that creates this resource in this plan. */
  readonly creator: (address: Address) => string | undefined;
  /** The last call that changed this resource in this plan. */
  readonly last: (address: Address) => string | undefined;
  /** The calls so far of an operation that change this resource. */
  readonly of: (operation: string, address: Address) => readonly string[];
  /** All calls so far in an organization. */
  readonly inRoot: (address: Address) => readonly string[];
  /** Calls that touched something below this address. */
  readonly below: (address: Address) => readonly string[];
  readonly note: (call: string, draft: CallDraft) => void;
  readonly touched: (call: string, address: Address, created: boolean) => void;
}

/**
 * Remembers what each call of the plan did, while the plan is being made.
 * @param byOperation whether anybody asks for {@link Ledger.of}
 */
export function createLedger(destroyed: ReadonlySet<Address>, byOperation: boolean): Ledger {
  const creators = new Map<Address, string>();
  const lasts = new Map<Address, string>();
  const roots = new Map<Address, string[]>();
  const belows = new Map<Address, string[]>();
  const operations = new Map<string, string[]>();
  const push = (map: Map<Address, string[]>, address: Address, call: string): void => {
    const list = map.get(address);
    if (list === undefined) map.set(address, [call]);
    else if (list.at(-1) !== call) list.push(call);
  };
  return {
    creator: (address) => creators.get(address),
    last: (address) => lasts.get(address),
    of: (operation, address) => operations.get(`${operation} ${address}`) ?? [],
    inRoot: (address) => roots.get(rootOf(address)) ?? [],
    below: (address) => belows.get(address) ?? [],
    note: (call, draft) => {
      push(roots, rootOf(draft.scope), call);
      for (const address of byOperation ? draft.changes : [])
        push(operations, `${draft.operation} ${address}`, call);
      if (destroyed.size === 0) return;
      for (const address of draft.changes) {
        for (let up = parentOf(address); up !== null; up = parentOf(up)) {
          if (destroyed.has(up)) push(belows, up, call);
        }
      }
    },
    touched: (call, address, created) => {
      lasts.set(address, call);
      if (created) creators.set(address, call);
    },
  };
}

/** The calls that create what `draft` needs to exist: its scope, what it changes in, what it refers to. */
export function creatorsOf(ledger: Ledger, draft: CallDraft, refers: readonly Address[]): readonly string[] {
  const needed: string[] = [];
  const seen = new Set<Address>();
  for (const start of [draft.scope, ...draft.changes, ...referenced(draft), ...refers]) {
    for (
      let address: Address | null = start;
      address !== null && !seen.has(address);
      address = parentOf(address)
    ) {
      seen.add(address);
      const call = ledger.creator(address);
      if (call !== undefined) needed.push(call);
    }
  }
  return needed;
}
