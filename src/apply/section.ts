import type { Call } from "../model/call.ts";
import type { CallResult } from "./call.ts";
import { createSchedule } from "./schedule.ts";

interface CallsOptions {
  /** In plan order. */
  readonly calls: readonly Call[];
  /** Under way at once at most. */
  readonly concurrency: number;
  /** Never throws. */
  readonly perform: (call: Call) => Promise<CallResult>;
  /** Why nothing more may be sent; null as long as it may. */
  readonly stopped: () => string | null;
  /** A call is settled: it ended, or it never will be sent. */
  readonly onSettled: () => void;
}

/** Sends the calls along their graph. Every call has a result at the end. */
export async function runCalls(options: CallsOptions): Promise<ReadonlyMap<string, CallResult>> {
  const schedule = createSchedule(options.calls);
  const results = new Map<string, CallResult>();
  const record = (call: Call, result: CallResult): void => {
    results.set(call.id, result);
    options.onSettled();
  };

  await new Promise<void>((resolve) => {
    let active = 0;
    const finish = (call: Call, result: CallResult): void => {
      active -= 1;
      record(call, result);
      const skipped = schedule.settle(call.id, result.status === "done");
      for (const each of skipped) record(each, { status: "skipped", because: because(call, result) });
      pump();
    };
    const pump = (): void => {
      while (active < options.concurrency && options.stopped() === null) {
        const call = schedule.next();
        if (call === null) break;
        active += 1;
        void options.perform(call).then((result) => finish(call, result));
      }
      if (active === 0) resolve();
    };
    pump();
  });

  for (const call of options.calls) {
    if (!results.has(call.id))
      record(call, { status: "skipped", because: options.stopped() ?? "it never became ready" });
  }
  return results;
}

function because(call: Call, result: CallResult): string {
  switch (result.status) {
    case "failed":
      return `${call.operation} on ${call.scope} (call ${call.id}) failed: ${result.message}`;
    case "skipped":
      return result.because;
    case "done":
      return "";
  }
}
