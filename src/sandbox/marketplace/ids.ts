import { createHash } from "node:crypto";

/** As ids of this platform are written (marketplace.md §1). */
export const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The same id for the same name, so that a seed without ids is the same organization every time. */
export function idNamed(name: string): string {
  const hex = createHash("sha1").update(name).digest("hex");
  // Version and variant of RFC 9562 §5.5, for readers that look closely.
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `5${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}
