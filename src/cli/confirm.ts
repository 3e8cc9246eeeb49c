import { createInterface } from "node:readline";
import type { Io } from "./io.ts";
import type { ProgressLine } from "./progress.ts";

/** What a question needs. */
export interface Asking {
  readonly io: Pick<Io, "stdin" | "stderr">;
  readonly progress: Pick<ProgressLine, "clear">;
  readonly signal: AbortSignal;
}

/**
 * Asks a question on standard error and resolves with whether the answer was `yes`, the whole word. The end of the
 * input and a cancellation are no.
 */
export function confirm(context: Asking, question: string): Promise<boolean> {
  context.progress.clear();
  context.io.stderr.write(question);
  // Not a terminal interface: in raw mode Ctrl-C would arrive as a key instead of as the signal that cancels.
  const lines = createInterface({ input: context.io.stdin, terminal: false });
  return new Promise((resolve) => {
    const finish = (answer: boolean): void => {
      context.signal.removeEventListener("abort", cancel);
      resolve(answer);
      lines.close();
    };
    const cancel = (): void => finish(false);
    context.signal.addEventListener("abort", cancel, { once: true });
    lines.once("line", (line) => finish(line.trim() === "yes"));
    lines.once("close", () => finish(false));
  });
}
