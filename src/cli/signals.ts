import type { Output } from "./io.ts";

/** Cancellation by Ctrl-C or a termination signal. */
export interface Interruption {
  readonly signal: AbortSignal;
  readonly dispose: () => void;
}

/** Exit code of a process that was interrupted and did not finish what it had begun (128 + SIGINT). */
const interrupted = 130;

const cancelling = "Cancelling; what is in flight is finished first. Once more ends it at once.";

/** The first signal cancels and lets what is in flight finish; the second one ends the process at once. */
export function interruptible(stderr: Output, before: () => void, said = cancelling): Interruption {
  const controller = new AbortController();
  const handle = (): void => {
    before();
    if (controller.signal.aborted) {
      stderr.write(
        "charter: Ended at once. What was in flight may have been carried out; charter plan shows what is left.\n",
      );
      process.exit(interrupted);
    }
    stderr.write(`charter: ${said}\n`);
    controller.abort();
  };
  process.on("SIGINT", handle);
  process.on("SIGTERM", handle);
  return {
    signal: controller.signal,
    dispose: () => {
      process.off("SIGINT", handle);
      process.off("SIGTERM", handle);
    },
  };
}
