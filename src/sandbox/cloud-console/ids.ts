import { createHash, randomBytes } from "node:crypto";

/** Users, organizations and groups have UUIDs, projects 32 hexadecimal digits (cloud-console.md §1). */
export const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
export const projectId = /^[0-9a-f]{32}$/;

export function makeProjectId(): string {
  return randomBytes(16).toString("hex");
}

/** The same id for the same parts, so that a seed without ids is the same organization every time. */
export function projectIdOf(...parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}

export function uuidOf(...parts: readonly string[]): string {
  const hex = projectIdOf(...parts);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20)]
    .join("-")
    .slice(0, 36);
}
