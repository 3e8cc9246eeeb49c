/**
 * Writes `docs/platforms.md` from the kinds of all platforms. With `--check` it writes nothing, and fails where the
 * file is not what would be written.
 */
import { readFile, writeFile } from "node:fs/promises";
import { capabilitiesOf } from "../src/model/capabilities.ts";
import { platforms } from "../src/platforms/registry.ts";
import { platformMarkdown, platformsMarkdown } from "../src/report/platforms/markdown.ts";

const file = new URL("../docs/platforms.md", import.meta.url);
const all = platforms.map(capabilitiesOf);
const text = [
  "# Platforms",
  "",
  "<!-- Made by tools/generate-docs.ts from src/platforms: change it there and run `npm run docs`. -->",
  "",
  "What can be done where. `charter platforms` prints the same, `charter platforms NAME` one in detail.",
  "",
  platformsMarkdown(all),
  ...all.flatMap((each) => [
    `## ${each.title}`,
    "",
    `${each.contract.note} More on [its own page](${each.name}.md).`,
    "",
    platformMarkdown(each),
  ]),
].join("\n");

if (!process.argv.includes("--check")) await writeFile(file, text);
else if ((await readFile(file, "utf8").catch(() => null)) !== text) {
  process.stderr.write("docs/platforms.md is not current; run tools/generate-docs.ts\n");
  process.exitCode = 1;
}
