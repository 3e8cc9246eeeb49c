import { type ApplyProgress, applyPlan } from "../../src/apply/apply.ts";
import type { ApplyResult } from "../../src/model/outcome.ts";
import type { PlanSection } from "../../src/model/plan.ts";
import type { RunEvent } from "../../src/store/store.ts";
import { connect, quickClock } from "../http/support.ts";
import { planOf } from "../store/support.ts";
import { call, itemProtocol, memoryRun, part } from "./support.ts";
import { type World, type WorldOptions, world } from "./world.ts";

export type Sent = Omit<Partial<PlanSection>, "connection">;

interface Ran {
  readonly result: ApplyResult;
  readonly events: readonly RunEvent[];
  readonly on: World;
  readonly sleeps: readonly number[];
}

/** Applies a section against a server, and reads that again. */
export async function ran(
  sent: Sent,
  of: WorldOptions = {},
  more: {
    readonly signal?: AbortSignal;
    readonly secrets?: (name: string) => string | undefined;
    readonly refuseFrom?: number;
    readonly onProgress?: (progress: ApplyProgress) => void;
    readonly lag?: number;
    readonly concurrency?: number;
    readonly reread?: Parameters<typeof part>[2];
  } = {},
): Promise<Ran> {
  await using on = await world(of);
  const clock = quickClock();
  await using connection = connect(on.server.url, {
    clock,
    protocol: itemProtocol(),
    ...(more.signal === undefined ? {} : { signal: more.signal }),
    ...(more.concurrency === undefined ? {} : { concurrency: more.concurrency }),
  });
  const before = on.live();
  let looks = 0;
  const look = async () => {
    looks += 1;
    return looks <= (more.lag ?? 0) ? before : on.live();
  };
  const section = part(connection, before, more.reread ?? look, sent);
  const run = memoryRun(more.refuseFrom);
  const result = await applyPlan({
    run,
    clock,
    plan: planOf(section.section),
    sections: [section],
    ...(more.signal === undefined ? {} : { signal: more.signal }),
    ...(more.secrets === undefined ? {} : { secrets: more.secrets }),
    ...(more.onProgress === undefined ? {} : { onProgress: more.onProgress }),
  });
  return { result, events: run.events, on, sleeps: clock.sleeps };
}

/** Creates an item; its id is known once it is answered. */
export const create = (key: string, name = key) =>
  call(`new-${key}`, {
    operation: "item.create",
    method: "POST",
    path: ["items"],
    body: { name },
    changes: [`acme/items/${key}`],
    yields: { address: `acme/items/${key}`, pointer: "/id" },
  });
