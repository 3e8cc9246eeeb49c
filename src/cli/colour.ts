import { colourStyle, plainStyle, type Style } from "../report/style.ts";
import type { Output } from "./io.ts";

/**
 * Whether to colour what is written to `output`:
 *
 * | `--no-color` | FORCE_COLOR | NO_COLOR | terminal | colour |
 * | --- | --- | --- | --- | --- |
 * | yes | any | any | any | no |
 * | no | set, and neither `0` nor `false` | any | any | yes |
 * | no | `0` or `false` | any | any | no |
 * | no | not set | set and not empty | any | no |
 * | no | not set | not set | yes, and TERM is not `dumb` | yes |
 * | no | not set | not set | no | no |
 */
export function styleFor(
  output: Pick<Output, "isTerminal">,
  env: Readonly<Record<string, string | undefined>>,
  allowed: boolean,
): Style {
  if (!allowed) return plainStyle;
  const { FORCE_COLOR: force, NO_COLOR: no, TERM: term } = env;
  if (force !== undefined) return force === "0" || force === "false" ? plainStyle : colourStyle;
  if (no !== undefined && no !== "") return plainStyle;
  return output.isTerminal && term !== "dumb" ? colourStyle : plainStyle;
}
