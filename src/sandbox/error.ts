/** What a sandbox refuses before it serves: a malformed seed, a file that it cannot use, an unknown fault. */
export class SandboxError extends Error {
  override readonly name = "SandboxError";
}
