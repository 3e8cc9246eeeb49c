/** A place in a file. Lines and columns count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * Something that a person must know about the configuration or the run, as a value: configuration is never
 * half accepted, so an `error` stops the command after all findings have been collected.
 */
export interface Finding {
  /** Stable name, `area/what`: `config/unknown-key`, `dnanexus/admin-flags`. */
  readonly code: string;
  readonly severity: "error" | "warning" | "note";
  /** One sentence that says what is wrong and what to do. */
  readonly message: string;
  readonly position?: Position;
  /** The line of the file that `position` points into. */
  readonly excerpt?: string;
  /** The resource that it is about. */
  readonly address?: string;
}

/** Where a resource was written; resolved to a line only when somebody asks, since most never are. */
export interface Source {
  position(): Position;
  excerpt(): string | undefined;
  /** The key as it is spelled there. */
  readonly written?: string;
}
