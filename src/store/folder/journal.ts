import type { FileHandle } from "node:fs/promises";
import type { Run, RunEvent, StoreFailure } from "../store.ts";
import { ioFailure } from "./files.ts";

interface Line {
  readonly text: string;
  readonly done: (failure: StoreFailure | null) => void;
}

/**
 * An append-only file, one JSON line an event. Events that arrive while a flush is under way share the next one,
 * so that sixteen calls side by side cost one flush, not sixteen.
 */
export function openJournal(file: FileHandle, path: string, now: () => Date): Pick<Run, "write" | "close"> {
  let waiting: Line[] = [];
  let flushing: Promise<void> | null = null;
  let broken: StoreFailure | null = null;

  const flush = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      if (broken === null) {
        try {
          await file.appendFile(batch.map((line) => line.text).join(""));
          await file.datasync();
        } catch (error) {
          // After a failure nobody knows what is on the disk, so nothing is written behind it.
          broken = ioFailure(error, path, "write");
        }
      }
      for (const line of batch) line.done(broken);
    }
    flushing = null;
  };

  return {
    write: (event: RunEvent) =>
      new Promise((done) => {
        waiting.push({ text: `${JSON.stringify({ time: now().toISOString(), ...event })}\n`, done });
        flushing ??= Promise.resolve().then(flush);
      }),
    close: async () => {
      await flushing;
      await file.close();
    },
  };
}
