import type { Command } from "commander";
import type { Finding } from "../model/finding.ts";
import type { Style } from "../report/style.ts";
import type { RunOptions } from "../run/options.ts";
import type { Io } from "./io.ts";
import type { ProgressLine } from "./progress.ts";

export const formats = ["terminal", "markdown", "json"] as const;
export type Format = (typeof formats)[number];

/** The flags that every command takes. */
export interface Globals {
  readonly directory: string;
  /** null: `charter.yaml` in that folder. */
  readonly settings: string | null;
  readonly format: Format;
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** False: no colour, whatever the terminal. */
  readonly color: boolean;
  /** False: never ask. */
  readonly input: boolean;
  /** False: definitions in TypeScript are not run. */
  readonly code: boolean;
  /** Bytes; null: the loader's own limit. */
  readonly maxFileSize: number | null;
  /** Milliseconds; null: the HTTP client's own. */
  readonly patience: number | null;
}

/** What a command works with. */
export interface Context {
  readonly io: Io;
  readonly globals: Globals;
  /** For standard output and for standard error: one may be a terminal while the other is not. */
  readonly styles: { readonly stdout: Style; readonly stderr: Style };
  readonly progress: ProgressLine;
  readonly signal: AbortSignal;
  /** The program with all its commands defined. */
  readonly wholeProgram: () => Promise<Command>;
}

/** What every function of the library takes. */
export function runOptions(context: Context): RunOptions {
  const settings = context.globals.settings ?? context.io.env["CHARTER_SETTINGS"];
  return {
    directory: context.globals.directory,
    code: context.globals.code && !switchedOff(context.io.env["CHARTER_NO_CODE"]),
    env: context.io.env,
    signal: context.signal,
    onProgress: context.progress.update,
    ...(settings ? { settings } : {}),
    ...(context.globals.maxFileSize === null ? {} : { maxFileSize: context.globals.maxFileSize }),
    ...(context.globals.patience === null ? {} : { patience: context.globals.patience }),
  };
}

/** Set once for all commands of a CI job. What is neither empty nor plainly no counts as yes: it fails closed. */
function switchedOff(value: string | undefined): boolean {
  return !/^(|0|false|no|off)$/i.test(value?.trim() ?? "");
}

/** Whether somebody can be asked. */
export function canAsk(context: Context): boolean {
  return context.globals.input && context.io.stdin.isTTY === true && context.io.stderr.isTerminal;
}

/** A finding of the command itself, not of the configuration. */
export function problem(code: string, message: string): Finding {
  return { code: `cli/${code}`, severity: "error", message };
}
