import type { Configuration } from "../model/configuration.ts";
import { load } from "./context.ts";
import type { Result, RunOptions } from "./options.ts";

/** Reads and checks the files of a folder. Talks to nobody. */
export async function validate(options: RunOptions = {}): Promise<Result<Configuration>> {
  return load(options);
}
