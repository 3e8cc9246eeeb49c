import { createHash, randomBytes } from "node:crypto";

/** The characters of ids that the server makes (dnanexus.md §1): 32 of them, five bits each. */
const alphabet = "0123456789BFGJKPQVXYZbfgjkpqvxyz";

/** The part after the dash. The CLI accepts more than the server makes (§1). */
const made = "[0-9A-Za-z]{24}";

export const projectId = new RegExp(`^project-${made}$`);
export const userId = /^user-[a-z0-9][a-z0-9._-]*$/;
export const orgId = /^org-[a-z0-9][a-z0-9._-]*$/;

/** What a user's handle may look like, in any case (§1, first table). */
export const userHandle = /^[A-Za-z0-9][A-Za-z0-9._]{2,254}$/;

/** No rule is known for orgs; real ones hold `_`, `.` and `..` (§1). */
export const orgHandle = /^[A-Za-z0-9][A-Za-z0-9._-]{0,254}$/;

/** Names under which apps and global workflows are addressed; no slash, so that paths split in one way only. */
export const executableName = /^[A-Za-z0-9._-]+$/;
export const executableVersion = /^[A-Za-z0-9._+-]+$/;

/** True for `app-` and 24 characters, as opposed to `app-qc`. */
export function isExecutableId(id: string): boolean {
  return new RegExp(`^(app|globalworkflow)-${made}$`).test(id);
}

function spell(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, 24), (byte) => alphabet[byte & 31]).join("");
}

/** A new id: `project-` and 24 characters. */
export function makeId(prefix: string): string {
  return `${prefix}-${spell(randomBytes(24))}`;
}

/** The same id for the same position, so that a seed without ids is the same organization every time. */
export function idAt(prefix: string, position: number): string {
  return `${prefix}-${spell(createHash("sha256").update(`${prefix} ${position}`).digest())}`;
}
