import type { Configuration } from "../model/configuration.ts";
import type { Finding } from "../model/finding.ts";
import type { Platform } from "../model/platform.ts";

/** What is under way, for a progress display. */
export interface Progress {
  readonly phase: "read" | "check" | "apply" | "verify";
  readonly done: number;
  /** null while it is not known. */
  readonly total: number | null;
}

/** What every function of the library takes. */
export interface RunOptions {
  /** The folder that holds the configuration. Default: the current one. */
  readonly directory?: string;
  /** Default: all that Charter knows. */
  readonly platforms?: readonly Platform[];
  /** What `validate` gave: the files are not read again. */
  readonly configuration?: Configuration;
  /** Where credentials are looked up. Default: `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The time that expiries and reports go by. Default: now. */
  readonly now?: Date;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Run definitions in TypeScript. Default true; false makes them a finding. */
  readonly code?: boolean;
  /** The file of the settings, in place of `charter.yaml` in the folder; the store stands beside it. */
  readonly settings?: string;
  /** Bytes; a larger file is a finding and is not read. Default 20 MiB. */
  readonly maxFileSize?: number;
  /** Milliseconds that one request waits in all where a platform refuses it for now. Default 120,000. */
  readonly patience?: number;
}

/**
 * What a run gave, or the findings that kept it from starting: bad configuration, no credential, no server.
 * Warnings and notes stand beside a result too.
 */
export type Result<T> =
  | { readonly ok: true; readonly value: T; readonly findings: readonly Finding[] }
  | { readonly ok: false; readonly findings: readonly Finding[] };
