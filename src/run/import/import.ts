import { join, relative, resolve, sep } from "node:path";
import type { Configuration, DesiredState } from "../../model/configuration.ts";
import type { Finding } from "../../model/finding.ts";
import { type Context, contextOf, load, storeOf } from "../context.ts";
import { errorFinding, failureFinding } from "../failure.ts";
import { remembered } from "../live.ts";
import type { Result } from "../options.ts";
import { cleaned, type Section, withSections } from "../sections.ts";
import { configuredIn } from "./configured.ts";
import { isThere } from "./files.ts";
import { type NewFile, newFiles } from "./new.ts";
import type { ImportedFile, ImportOptions } from "./options.ts";
import { conflicts, fitting, type Task, tasksOf } from "./tasks.ts";
import type { Edit } from "./turn.ts";
import { editFiles, liveEdits } from "./update.ts";

export type { ImportedFile, ImportOptions } from "./options.ts";

/**
 * Live organizations as files, or, with `update`, the files that speak of them with what is live. Writes nothing.
 * Planning the result changes nothing, as far as findings do not say otherwise.
 */
export async function importOrganizations(
  options: ImportOptions,
): Promise<Result<{ readonly files: readonly ImportedFile[] }>> {
  const context = contextOf(options);
  const platform = context.platforms.find((each) => each.name === options.platform);
  if (platform === undefined) {
    const known = context.platforms.map(({ name }) => name).join(", ");
    const message = `There is no platform ${options.platform}. Known: ${known}.`;
    return { ok: false, findings: [errorFinding("import/unknown-platform", message)] };
  }
  const loaded = await load(options);
  if (!loaded.ok) return loaded;
  const configuration = loaded.value;
  // That there is nothing yet is why people import.
  const notes = loaded.findings.filter(
    ({ code, severity }) => code !== "config/empty" || severity === "note",
  );
  const meant = tasksOf(options, platform, configuration);
  if (!meant.ok) return { ok: false, findings: [...notes, ...meant.findings] };
  const { tasks } = meant;

  const store = storeOf(configuration.home, configuration.settings);
  const connections = tasks.map((task) => task.configuration);
  return withSections(connections, context, configuration.home, store, async (opened) => {
    if (opened.findings.length > 0) return { ok: false, findings: [...notes, ...opened.findings] };
    const findings: Finding[] = [...notes];
    const fresh: NewFile[] = [];
    const edits: Edit[] = [];
    for (const [index, section] of opened.sections.entries()) {
      const task = tasks[index];
      if (task === undefined) throw new Error(`no task for ${section.configuration.connection.name}`);
      const written = await freshFiles(section, task, configuration, options);
      findings.push(...written.findings);
      if (written.ok) fresh.push(...written.value);
      if (task.update.length === 0) continue;
      const turned = await liveEdits(section, task.update, await remembered(section, store));
      findings.push(...turned.findings);
      if (turned.ok) edits.push(...turned.value);
    }
    if (findings.some(({ severity }) => severity === "error")) return { ok: false, findings };
    const desired = together(tasks.map((task) => task.configuration.desired));
    const edited = await editFiles(edits, platform, desired, configuration.root, context);
    const files = edited.files.map(
      ({ path, text, ...update }): ImportedFile => ({ path, text, exists: true, update }),
    );
    files.push(...(await Promise.all(fresh.map((file) => placed(file, options, context)))));
    return { ok: true, value: { files }, findings: [...findings, ...edited.findings] };
  });
}

async function freshFiles(
  section: Section,
  task: Task,
  configuration: Configuration,
  options: ImportOptions,
): Promise<Result<readonly NewFile[]>> {
  const { platform, connection } = section;
  const { name } = section.configuration.connection;
  if (task.fresh?.length === 0) return { ok: true, value: [], findings: [] };
  const wanted = task.fresh ?? (await platform.reading.discover(connection.reader));
  if ("ok" in wanted)
    return {
      ok: false,
      findings: [failureFinding(name, "listing organizations", cleaned(wanted, connection), section.source)],
    };
  const configured = configuredIn(configuration);
  const known = conflicts(wanted, platform, configured, options, null);
  if (known.length > 0) return { ok: false, findings: known };
  const replaced = options.replace === true;
  const written = await newFiles(
    section,
    wanted,
    fitting(configuration, platform).length > 1,
    replaced ? [] : configured.keys(),
  );
  if (!written.ok) return written;
  // Names of organizations that were asked for by id are known only now.
  const named = [...new Set([...wanted, ...written.value.flatMap(({ organization }) => organization)])];
  const paths = replaced ? new Set(written.value.map((file) => pathOf(file, options))) : null;
  const kept = conflicts(named, platform, configured, options, paths);
  return kept.length > 0 ? { ok: false, findings: kept } : written;
}

/** The path of a new file relative to the folder. */
function pathOf({ path }: NewFile, options: ImportOptions): string {
  const { directory } = contextOf(options);
  const into = resolve(directory, options.into ?? "");
  return relative(resolve(directory), join(into, path)).split(sep).join("/");
}

async function placed(file: NewFile, options: ImportOptions, context: Context): Promise<ImportedFile> {
  const path = pathOf(file, options);
  const exists = await isThere(resolve(context.directory, path));
  return { path, text: file.text, exists, update: null };
}

/** One file may speak of organizations on several connections. */
function together(parts: readonly DesiredState[]): DesiredState {
  const [only, second] = parts;
  if (only !== undefined && second === undefined) return only;
  return {
    resources: new Map(parts.flatMap(({ resources }) => [...resources])),
    managed: new Map(parts.flatMap(({ managed }) => [...managed])),
  };
}
