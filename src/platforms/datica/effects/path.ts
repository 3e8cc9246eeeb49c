import type { CallDraft } from "../../../model/call.ts";

/** A segment of the path; no path of this platform holds a reference. */
export function segment({ path }: Pick<CallDraft, "path">, index: number): string {
  const found = path[index];
  return typeof found === "string" ? found : "";
}
