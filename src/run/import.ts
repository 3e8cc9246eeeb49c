import { defaultConnection } from "../config/connections.ts";
import { loadSettings } from "../config/load.ts";
import { writeOrganization } from "../config/write.ts";
import type { ConnectionSettings } from "../model/configuration.ts";
import type { Finding } from "../model/finding.ts";
import type { Resource } from "../model/resource.ts";
import { order } from "../model/value.ts";
import { contextOf, storeOf } from "./context.ts";
import { failureFinding } from "./failure.ts";
import { readLive } from "./live.ts";
import type { Result, RunOptions } from "./options.ts";
import { openSections, type Section } from "./sections.ts";

export interface ImportOptions extends RunOptions {
  readonly platform: string;
  /** Default: the only connection of the platform. */
  readonly connection?: string;
  /** Default: every organization that the actor administers. */
  readonly organizations?: readonly string[];
}

export interface ImportedFile {
  /** Relative to the folder. */
  readonly path: string;
  readonly text: string;
}

/** Live organizations as files: minimal, sorted, split as a person would. Planning them changes nothing. */
export async function importOrganizations(
  options: ImportOptions,
): Promise<Result<{ readonly files: readonly ImportedFile[] }>> {
  const context = contextOf(options);
  const { settings, findings } = await loadSettings({
    directory: context.directory,
    platforms: context.platforms,
    signal: context.signal,
  });
  if (settings === null) return { ok: false, findings };
  const fitting = [...settings.connections.values()].filter((each) => each.platform === options.platform);
  const connection = choose(options, fitting, context.platforms);
  if ("code" in connection) return { ok: false, findings: [...findings, connection] };

  const configuration = {
    connection,
    organizations: options.organizations ?? [],
    desired: { resources: new Map(), managed: new Map() },
  };
  const store = storeOf(context.directory, settings);
  const opened = await openSections([configuration], context, context.directory, store);
  try {
    const [section] = opened.sections;
    if (section === undefined) return { ok: false, findings: [...findings, ...opened.findings] };
    const result = await readFiles(section, options, fitting.length > 1);
    return { ...result, findings: [...findings, ...result.findings] };
  } finally {
    await opened.close();
  }
}

function refuse(code: string, message: string): Finding {
  return { code, severity: "error", message };
}

function choose(
  options: ImportOptions,
  fitting: readonly ConnectionSettings[],
  platforms: NonNullable<RunOptions["platforms"]>,
): ConnectionSettings | Finding {
  const platform = platforms.find((each) => each.name === options.platform);
  if (platform === undefined) {
    const known = platforms.map(({ name }) => name).join(", ");
    return refuse("import/unknown-platform", `There is no platform ${options.platform}. Known: ${known}.`);
  }
  const names = fitting.map(({ name }) => name).join(", ");
  if (options.connection !== undefined) {
    const named = fitting.find(({ name }) => name === options.connection);
    if (named !== undefined) return named;
    const known = names === "" ? "charter.yaml configures none for it" : `known: ${names}`;
    return refuse(
      "import/unknown-connection",
      `There is no connection ${options.connection} for ${platform.name}; ${known}.`,
    );
  }
  const [only, second] = fitting;
  if (second !== undefined) {
    return refuse(
      "import/which-connection",
      `Several connections are for ${platform.name}: ${names}. Say which one with --connection.`,
    );
  }
  return only ?? defaultConnection(platform);
}

async function readFiles(
  section: Section,
  options: ImportOptions,
  nameConnection: boolean,
): Promise<Result<{ readonly files: readonly ImportedFile[] }>> {
  const { platform, connection, configuration } = section;
  const name = configuration.connection.name;
  const wanted = options.organizations?.length
    ? options.organizations
    : await platform.reading.discover(connection.reader);
  if ("ok" in wanted) return { ok: false, findings: [failureFinding(name, "listing organizations", wanted)] };
  const live = await readLive(section, { known: new Map(), organizations: wanted, whole: true });
  if ("ok" in live) return { ok: false, findings: [failureFinding(name, "reading", live)] };

  const findings: Finding[] = live.unknown.map(({ address, collection, why }) => ({
    code: "import/unknown",
    severity: "warning",
    message: `${collection === null ? address : `${address}/${collection}`} cannot be read (${why}) and is left out: it stays unmanaged.`,
    address,
  }));
  const roots = [...live.live.list("")].sort((a, b) => order(a.address, b.address));
  const found = new Set(roots.map(({ key }) => key.toLowerCase()));
  for (const key of wanted) {
    if (found.has(key.toLowerCase()) || live.unknown.some(({ address }) => address === key)) continue;
    findings.push(
      refuse(
        "import/no-such-organization",
        `${platform.title} shows ${section.actor.id} no organization ${key}. Correct the name.`,
      ),
    );
  }
  if (findings.some(({ severity }) => severity === "error")) return { ok: false, findings };
  const files = roots.flatMap((root) =>
    writeOrganization(platform, parentsFirst(live.live.within(root.address)), {
      ...(nameConnection ? { connection: name } : {}),
    }),
  );
  return { ok: true, value: { files }, findings };
}

function parentsFirst(resources: readonly Resource[]): readonly Resource[] {
  return [...resources].sort((a, b) => a.address.length - b.address.length || order(a.address, b.address));
}
