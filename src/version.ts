import { readFileSync } from "node:fs";

/** Charter's version, as package.json has it: one place for the command, the plans and the User-Agent. */
export function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  if (typeof manifest !== "object" || manifest === null || !("version" in manifest)) return "0.0.0";
  return String(manifest.version);
}
