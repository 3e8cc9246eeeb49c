/** Organizations for a stack, read while it is made: constructors cannot wait. */
import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { defines } from "../config/code.ts";
import { definedAt, type OrganizationDefinition } from "../config/define.ts";
import { defaultMaxFileSize } from "../config/files.ts";
import { createFindings, type Findings } from "../config/findings.ts";
import { configurationOf, type Documents, type Loaded, readParts } from "../config/load.ts";
import { defaultSettings, readSettings, settingsFile } from "../config/settings.ts";
import { valueTree } from "../config/value-tree.ts";
import { order } from "../model/value.ts";
import { platforms } from "../platforms/registry.ts";

/** What a definition in TypeScript says. */
export function readDefinition(definition: OrganizationDefinition): Loaded {
  const findings = createFindings();
  const root = process.cwd();
  const position = definedAt(definition, root, definition.called?.file ?? "organization");
  const { definition: given, platform } = definition;
  const whole = typeof given === "object" && given !== null ? { platform, ...given } : { platform };
  const tree = valueTree(whole, position, undefined, findings);
  const documents = tree?.root.type === "map" ? [{ root: tree.root, origin: tree.origin }] : [];
  return conclude({ settings: defaultSettings, documents, persons: [] }, root, findings);
}

/** What a file says, or all files of a folder with its `charter.yaml` and `people`. */
export function readPath(path: string): Loaded {
  const findings = createFindings();
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) {
    findings.file("config/unreadable", null, `${path} does not exist.`);
    return { configuration: null, findings: findings.list() };
  }
  const root = realpathSync(resolve(found.isDirectory() ? path : dirname(path)));
  const names = found.isDirectory() ? namesIn(root, "") : [basename(path)];
  return conclude(readFiles(root, names, findings), root, findings);
}

function conclude(documents: Documents, root: string, findings: Findings): Loaded {
  return configurationOf(
    documents,
    { root, home: root, directory: root, platforms, now: new Date() },
    findings,
  );
}

/** As `charter` reads a folder, but that links are not followed. */
function namesIn(root: string, folder: string): readonly string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries
    .filter(({ name }) => !name.startsWith(".") && name !== "node_modules")
    .sort((a, b) => order(a.name, b.name))
    .flatMap((entry) => {
      const name = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return namesIn(root, name);
      return entry.isFile() && /\.(ya?ml|json|ts)$/.test(name) ? [name] : [];
    });
}

function readFiles(root: string, names: readonly string[], findings: Findings): Documents {
  const documents: Documents["documents"][number][] = [];
  const persons: Documents["persons"][number][] = [];
  let settings: Documents["settings"] = defaultSettings;
  for (const name of names) {
    const text = textOf(join(root, name), name, findings);
    if (text === null) continue;
    if (name.endsWith(".ts")) {
      if (!name.endsWith(".d.ts") && defines(text)) {
        const message = `${name} defines organizations in TypeScript: import it, and give what it exports to new Organization.`;
        findings.file("config/code", name, message);
      }
    } else if (name === settingsFile) {
      settings = readSettings(text, platforms, findings);
    } else {
      const parts = readParts(name, text, platforms, findings);
      documents.push(...parts.documents);
      persons.push(...parts.persons);
    }
  }
  return { settings, documents, persons };
}

function textOf(path: string, name: string, findings: Findings): string | null {
  const bytes = readFileSync(path);
  if (bytes.length > defaultMaxFileSize) {
    findings.file("config/too-large", name, `${name} has ${bytes.length} bytes, more than are read.`);
    return null;
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    findings.file("config/encoding", name, `${name} is not UTF-8 text.`);
    return null;
  }
}
