import { Document, isScalar, visit } from "yaml";
import { formatText } from "../../src/config/format.ts";
import { platforms } from "../../src/platforms/registry.ts";
import type { Example, Written } from "./example.ts";
import type { GitHub } from "./github.ts";
import { type FileContent, layOut } from "./layout.ts";

/** The files below the platform's `config/`, by path, with their text. */
export function printFiles(example: Example, github: GitHub): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const [path, part] of layOut(github)) {
    const documents = example.write(part);
    // A platform may have nothing for what the part is about.
    if (documents.length > 0) files.set(path, printFile(example, path, part.about, documents));
  }
  return files;
}

/** A schema comment for editors, then one document for each organization, as `charter fmt` keeps it. */
function printFile(
  { platform, comments }: Example,
  path: string,
  about: FileContent["about"],
  documents: readonly Written[],
): string {
  const root = "../".repeat(path.split("/").length + 3);
  const comment = comments[about];
  const text = [
    `# yaml-language-server: $schema=${root}schemas/${platform}.schema.json\n`,
    comment === undefined ? "" : `# ${comment}\n`,
    documents.map((document) => printDocument({ platform, ...document })).join("---\n"),
  ].join("");
  return formatText(text, platforms, path).text;
}

function printDocument(content: object): string {
  const document = new Document(content);
  // One entry reads best on one line; more of them make better diffs one below the other.
  visit(document, {
    Map: (_, node) => {
      if (node.items.length === 1 && isScalar(node.items[0]?.value)) node.flow = true;
    },
    Seq: (_, node) => {
      if (node.items.length < 2) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0 });
}
