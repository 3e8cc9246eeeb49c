import { join } from "node:path";
import { loadConfiguration } from "../config/load.ts";
import type { Configuration, Settings } from "../model/configuration.ts";
import type { Platform } from "../model/platform.ts";
import { platforms as registered } from "../platforms/registry.ts";
import { openFolderStore } from "../store/folder/folder.ts";
import type { Store } from "../store/store.ts";
import { version } from "../version.ts";
import type { Environment } from "./credentials.ts";
import type { Result, RunOptions } from "./options.ts";

/** Options with every default in its place. */
export interface Context extends Required<Pick<RunOptions, "directory" | "platforms" | "now" | "signal">> {
  readonly env: Environment;
  readonly version: string;
  readonly progress: NonNullable<RunOptions["onProgress"]>;
  /** Null: that of the HTTP client. */
  readonly patience: number | null;
}

export function contextOf(options: RunOptions): Context {
  return {
    directory: options.directory ?? process.cwd(),
    platforms: options.platforms ?? registered,
    env: options.env ?? process.env,
    now: options.now ?? new Date(),
    version: version(),
    signal: options.signal ?? new AbortController().signal,
    progress: options.onProgress ?? (() => {}),
    patience: options.patience ?? null,
  };
}

/** What the files say. */
export async function load(options: RunOptions): Promise<Result<Configuration>> {
  if (options.configuration !== undefined) return { ok: true, value: options.configuration, findings: [] };
  const { directory, platforms, now, signal } = contextOf(options);
  const { configuration, findings } = await loadConfiguration({
    directory,
    platforms,
    now,
    signal,
    library: new URL("../index.ts", import.meta.url).href.replace(/\.ts$/, extension()),
    ...(options.code === undefined ? {} : { code: options.code }),
    ...(options.settings === undefined ? {} : { settings: options.settings }),
    ...(options.maxFileSize === undefined ? {} : { maxFileSize: options.maxFileSize }),
  });
  return configuration === null ? { ok: false, findings } : { ok: true, value: configuration, findings };
}

/** `.ts` in a checkout, `.js` in the package. */
function extension(): string {
  return import.meta.url.endsWith(".ts") ? ".ts" : ".js";
}

/** The store of a configuration: a folder beside the files unless the settings name another. */
export function storeOf(root: string, settings: Settings): Store {
  return openFolderStore(join(root, settings.store));
}

/** The platform of this name. The loader has refused unknown ones. */
export function platformNamed(context: Context, name: string): Platform {
  const platform = context.platforms.find((each) => each.name === name);
  if (platform === undefined) throw new Error(`no platform ${name}`);
  return platform;
}
