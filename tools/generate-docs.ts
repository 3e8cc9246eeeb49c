/**
 * Writes what docs say of every platform: `docs/platforms.md`, and the reference of the Terraform provider below
 * `docs/terraform`. With `--check` it writes nothing, and fails where a file is not what would be written.
 */
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { capabilitiesOf } from "../src/model/capabilities.ts";
import { platforms } from "../src/platforms/registry.ts";
import { platformMarkdown, platformsMarkdown } from "../src/report/platforms/markdown.ts";
import { functions, providerSchema } from "../src/terraform/schema/provider.ts";
import { dataSources, resourceTypes } from "../src/terraform/schema/resources.ts";
import { dataSourcePage, functionPage, indexPage, resourcePage } from "./reference/pages.ts";

const docs = new URL("../docs/", import.meta.url);
const all = platforms.map(capabilitiesOf);
const overview = [
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

const reference = [
  indexPage(providerSchema(platforms)),
  ...resourceTypes(platforms).map(resourcePage),
  ...dataSources(platforms).map(dataSourcePage),
  ...[...functions].map(([name, schema]) => functionPage(name, schema)),
];

const files = new Map([
  ["platforms.md", overview],
  ...reference.map(({ path, text }) => [`terraform/${path}`, text] as const),
]);

const known = (await readdir(new URL("terraform/", docs), { recursive: true }).catch(() => []))
  .filter((name) => name.endsWith(".md"))
  .map((name) => `terraform/${name.replaceAll("\\", "/")}`);
const stray = known.filter((name) => !files.has(name));

if (process.argv.includes("--check")) {
  for (const [name, text] of files) {
    if ((await readFile(new URL(name, docs), "utf8").catch(() => null)) !== text) stray.push(name);
  }
  for (const name of stray) {
    process.stderr.write(`docs/${name} is not current; run tools/generate-docs.ts\n`);
    process.exitCode = 1;
  }
} else {
  for (const name of stray) await rm(new URL(name, docs));
  for (const [name, text] of files) {
    const file = new URL(name, docs);
    await mkdir(dirname(file.pathname), { recursive: true });
    await writeFile(file, text);
  }
}
