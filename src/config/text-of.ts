import { looksOurs } from "./classify.ts";
import { defines } from "./code.ts";
import { type ConfigurationFile, readText } from "./files.ts";
import type { Findings } from "./findings.ts";
import { settingsFile } from "./settings.ts";

/** The text of a file; null where it cannot be read, and then there is a finding if it is ours. */
export async function textOf(
  file: ConfigurationFile,
  maxFileSize: number,
  findings: Findings,
  signal: AbortSignal | undefined,
  ours = file.name === settingsFile,
): Promise<string | null> {
  const bytes = await readText(file, maxFileSize, findings, signal);
  if (bytes === null) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    // In UTF-16 every other byte of such a text is 0.
    const guess = Buffer.from(bytes).toString("latin1").replaceAll("\0", "");
    if (ours || (file.type === "code" ? defines(guess) : looksOurs(guess))) {
      findings.file("config/encoding", file.name, `${file.name} is not UTF-8 text; save it as UTF-8.`);
    }
    return null;
  }
}
