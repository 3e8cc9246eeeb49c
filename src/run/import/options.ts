import type { RunOptions } from "../options.ts";
import type { EntryCounts } from "./update.ts";

export interface ImportOptions extends RunOptions {
  readonly platform: string;
  /** Default: the only connection of the platform. */
  readonly connection?: string;
  /** Default: every organization that the actor administers; with `update`, every configured one of the platform. */
  readonly organizations?: readonly string[];
  /**
   * Bring the files of organizations that the folder configures up to what is live. Default: such an organization is
   * an error.
   */
  readonly update?: boolean;
  /** Where new files shall go, relative to the folder; null: they are only looked at. Default: the folder itself. */
  readonly into?: string | null;
  /** New files replace those of the same path, also where these configure the organization. Default: false. */
  readonly replace?: boolean;
}

export interface ImportedFile {
  /** Relative to the folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** There is a file of this path already. */
  readonly exists: boolean;
  /** What an update does to a file that exists; null for a file that is written anew. */
  readonly update: (EntryCounts & { readonly before: string }) | null;
}
