import { checkFault, type Fault } from "./faults.ts";

/** What faults look at in a request. */
export interface Target {
  readonly path: string;
  /** It may change something. */
  readonly write: boolean;
  /** A find route that pages: only these can loop. */
  readonly listing: boolean;
  /** A write that locks an object: only these can find it locked. */
  readonly locks: boolean;
}

/** What happens to one request: a delay in milliseconds, and at most one fault of another kind. */
export interface Injection {
  readonly delay: number;
  readonly fault: Fault | null;
}

/** Decides, request by request, which faults strike. */
export interface Injector {
  set(faults: readonly Fault[]): void;
  next(target: Target): Injection;
}

interface Counted {
  readonly fault: Fault;
  seen: number;
  struck: number;
}

/** An injector without faults; every fault keeps its own count from when it is set. */
export function createInjector(): Injector {
  let counted: Counted[] = [];
  return {
    set(faults) {
      counted = faults.map((fault) => ({ fault: checkFault(fault), seen: 0, struck: 0 }));
    },
    next(target) {
      let delay = 0;
      let chosen: Fault | null = null;
      for (const one of counted) {
        if (!concerns(one.fault, target)) continue;
        one.seen += 1;
        // Of several that strike the same request the first wins; the others keep their `times` for later.
        if (!due(one) || (one.fault.kind !== "latency" && chosen !== null)) continue;
        one.struck += 1;
        if (one.fault.kind === "latency") delay += wait(one.fault);
        else chosen = one.fault;
      }
      return { delay, fault: chosen };
    },
  };
}

function concerns(fault: Fault, target: Target): boolean {
  if (fault.route !== undefined && !target.path.includes(fault.route)) return false;
  if (fault.on !== undefined && (fault.on === "writes") !== target.write) return false;
  if (fault.kind === "loop") return target.listing;
  if (fault.kind === "lock") return target.locks;
  return true;
}

function due({ fault, seen, struck }: Counted): boolean {
  const place = seen - (fault.after ?? 0);
  if (place <= 0 || struck >= (fault.times ?? Number.POSITIVE_INFINITY)) return false;
  return place % (fault.every ?? 1) === 0;
}

function wait(fault: Fault): number {
  return (fault.ms ?? 0) + Math.random() * (fault.jitter ?? 0);
}
