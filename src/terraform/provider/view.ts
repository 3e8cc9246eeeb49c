/**
 * One view of live state for all who only look. What they are interested in adds up and is read together; who asks for
 * what the last reading covered gets that.
 */

import type { Clock } from "../../http/clock.ts";
import { type Address, rootOf } from "../../model/address.ts";
import type { DesiredState } from "../../model/configuration.ts";
import type { Kind, Manage } from "../../model/kind.ts";
import { kindOf, type Platform } from "../../model/platform.ts";
import type { Attributes, Desired } from "../../model/resource.ts";
import { equal } from "../../model/value.ts";
import type { Live } from "../../run/live.ts";
import type { Diagnostic } from "../contract.ts";
import type { Ledger } from "./ledger.ts";

/** What somebody wants to know of: resources with what holds them, and the collections in which they stand. */
export type Interest = Pick<DesiredState, "resources" | "managed">;

/** Live state, or why there is none. */
export type Seen = { readonly live: Live } | { readonly diagnostics: readonly Diagnostic[] };

export interface View {
  readonly view: (interest: Interest) => Promise<Seen>;
  /** What somebody read just now for these. */
  readonly saw: (interest: Interest, live: Live) => void;
  /** What was read so lately that nobody need read it again; null: nothing was. */
  readonly recent: (interest: Interest) => Live | null;
  readonly forget: () => void;
}

/** Milliseconds in which requests that come side by side (Terraform sends ten at a time) are gathered. */
const gathering = 3;

/** Milliseconds for which what was just read counts as fresh. */
const glance = 1_000;

/** What a reading was made with. */
interface Reading {
  readonly live: Live;
  readonly ids: ReadonlyMap<Address, string>;
  readonly landmarks: ReadonlySet<Desired>;
  readonly managed: ReadonlySet<Address>;
  /** By the clock. */
  readonly at: number;
}

/** The attributes by which matching tells objects apart. */
export function tellingOf({ labelled }: Kind, attributes: Attributes): Attributes {
  if (labelled === undefined) return {};
  const names = [labelled.nameAttribute, ...(labelled.distinguishedBy ?? [])];
  return Object.fromEntries(
    names.flatMap((name) => (attributes[name] === undefined ? [] : [[name, attributes[name]]])),
  );
}

export function createView(
  platform: Platform,
  ledger: Ledger,
  clock: Clock,
  read: (desired: DesiredState) => Promise<Seen>,
): View {
  const landmarks = new Map<Address, Desired>();
  const managed = new Map<Address, Manage>();
  let last: Reading | null = null;
  let seen: Reading | null = null;
  let next: Promise<Seen> | null = null;
  let running: Promise<unknown> = Promise.resolve();
  let age = 0;

  /** What decides where is read, and which live object is which: organizations, and all that has a label. */
  const landmarksOf = (interest: Interest): readonly Desired[] =>
    [...interest.resources.values()].flatMap((each) => {
      const { labelled } = kindOf(platform, each.kind);
      if (labelled === undefined && rootOf(each.address) !== each.address) return [];
      const known = landmarks.get(each.address);
      const attributes = tellingOf(kindOf(platform, each.kind), each.attributes);
      if (known !== undefined && known.id === each.id && equal(known.attributes, attributes)) return [known];
      const { address, kind, key, id } = each;
      const bare: Desired = { address, kind, key, attributes, ...(id === undefined ? {} : { id }) };
      landmarks.set(address, bare);
      return [bare];
    });

  const isCovered = (by: Reading, asked: readonly Desired[], interest: Interest): boolean =>
    asked.every(
      (each) => by.landmarks.has(each) && by.ids.get(each.address) === ledger.ids.get(each.address),
    ) && [...interest.managed.keys()].every((home) => by.managed.has(home));

  /** What a reading that begins now is made with. */
  const marked = (of: Iterable<Desired>, homes: Iterable<Address>) => ({
    ids: new Map(ledger.ids),
    landmarks: new Set(of),
    managed: new Set(homes),
    at: clock.now(),
  });

  const readAll = async (): Promise<Seen> => {
    const made = marked(landmarks.values(), managed.keys());
    const asOf = age;
    const result = await read({ resources: new Map(landmarks), managed: new Map(managed) });
    if ("live" in result && asOf === age) last = { live: result.live, ...made };
    return result;
  };

  return {
    view: async (interest) => {
      const asked = landmarksOf(interest);
      for (const home of interest.managed.keys()) managed.set(home, "additive");
      if (last !== null && isCovered(last, asked, interest)) return { live: last.live };
      next ??= (async () => {
        await new Promise((resolve) => setTimeout(resolve, gathering));
        await running;
        next = null;
        const result = readAll();
        running = result.catch(() => {});
        return result;
      })();
      return next;
    },
    saw: (interest, live) => {
      last = { live, ...marked(landmarksOf(interest), interest.managed.keys()) };
      seen = last;
    },
    recent: (interest) => {
      // A view may rest on older answers; only what was read as a whole is as old as it says.
      if (seen === null || clock.now() - seen.at > glance) return null;
      return isCovered(seen, landmarksOf(interest), interest) ? seen.live : null;
    },
    forget: () => {
      age += 1;
      last = null;
      seen = null;
    },
  };
}
