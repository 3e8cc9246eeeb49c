import type { Call } from "../model/call.ts";
import { createHeap } from "./heap.ts";

/** Which call may be sent when. Holds no time and sends nothing. */
export interface Schedule {
  /** The first call in plan order that may be sent now; null where none may before another one is settled. */
  readonly next: () => Call | null;
  /** The call ended. Where it failed, whatever depends on it is never sent: those calls are returned. */
  readonly settle: (id: string, ok: boolean) => readonly Call[];
}

interface Node {
  readonly call: Call;
  readonly index: number;
  readonly dependants: Node[];
  /** Dependencies that are not done. */
  missing: number;
  state: "waiting" | "ready" | "running" | "over";
}

interface Lane {
  readonly nodes: Node[];
  /** The first one that is not over. */
  at: number;
}

/**
 * Calls go in plan order as they become ready. A lane is a queue: its calls go one at a time and in plan order,
 * also where a later one is ready before an earlier one. Since calls depend on earlier calls only, the first call
 * that is not over can always go: nothing waits for ever.
 */
export function createSchedule(calls: readonly Call[]): Schedule {
  const nodes: Node[] = [];
  const byId = new Map<string, Node>();
  const lanes = new Map<string, Lane>();
  const ready = createHeap();

  for (const [index, call] of calls.entries()) {
    if (byId.has(call.id)) throw new Error(`the plan holds the call ${call.id} twice`);
    const dependencies = new Set(call.dependsOn);
    const node: Node = { call, index, dependants: [], missing: dependencies.size, state: "waiting" };
    for (const id of dependencies) {
      const dependency = byId.get(id);
      if (dependency === undefined)
        throw new Error(`call ${call.id} depends on ${id}, which is not before it`);
      dependency.dependants.push(node);
    }
    byId.set(call.id, node);
    nodes.push(node);
    if (call.lane !== undefined) {
      const lane = lanes.get(call.lane);
      if (lane === undefined) lanes.set(call.lane, { nodes: [node], at: 0 });
      else lane.nodes.push(node);
    }
  }

  const offer = (node: Node | undefined): void => {
    if (node === undefined || node.state !== "waiting" || node.missing > 0) return;
    node.state = "ready";
    ready.push(node.index);
  };

  /** Offers what may go now that something about this node has changed. */
  const look = (node: Node): void => {
    const lane = node.call.lane === undefined ? undefined : lanes.get(node.call.lane);
    while (lane?.nodes[lane.at]?.state === "over") lane.at += 1;
    offer(lane === undefined ? node : lane.nodes[lane.at]);
  };

  for (const node of nodes) look(node);

  return {
    next: () => {
      const index = ready.pop();
      const node = index === undefined ? undefined : nodes[index];
      if (node === undefined) return null;
      node.state = "running";
      return node.call;
    },
    settle: (id, ok) => {
      const node = byId.get(id);
      if (node?.state !== "running") throw new Error(`call ${id} is not under way`);
      node.state = "over";
      const skipped: Node[] = [];
      const queue = ok ? [] : [...node.dependants];
      for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
        if (next.state === "over") continue;
        next.state = "over";
        skipped.push(next);
        for (const dependant of next.dependants) queue.push(dependant);
      }
      if (ok) for (const dependant of node.dependants) dependant.missing -= 1;
      look(node);
      for (const dependant of ok ? node.dependants : skipped) look(dependant);
      return skipped.sort((a, b) => a.index - b.index).map((each) => each.call);
    },
  };
}
