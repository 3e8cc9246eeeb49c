/** Organizations that are configured, and the edits that bring their files up to what is live. */
import { type EntryChange, mergeInto } from "../../config/merge.ts";
import type { Labels } from "../../config/write.ts";
import { spelled } from "../../config/write.ts";
import type { Address } from "../../model/address.ts";
import type { DesiredState } from "../../model/configuration.ts";
import type { Finding } from "../../model/finding.ts";
import type { Platform } from "../../model/platform.ts";
import { placeOf } from "../../model/resource.ts";
import { diff, without } from "../../plan/diff.ts";
import type { Context } from "../context.ts";
import { failureFinding } from "../failure.ts";
import { heldBy, type Live, type Remembered, readLive, restrict } from "../live.ts";
import type { Result } from "../options.ts";
import type { Section } from "../sections.ts";
import { byHand } from "./by-hand.ts";
import { byName } from "./by-name.ts";
import { containerEdits, readHoldings } from "./containers.ts";
import { textOf, type WrittenDocument, writtenDocuments } from "./files.ts";
import { isText, needsDocuments, placeEdits } from "./place.ts";
import { type Edit, turnRound } from "./turn.ts";

/** How many entries an update adds, changes and removes; what an entry holds goes with it and is not counted. */
export interface EntryCounts {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

/** A file with other text than before. */
export interface UpdatedFile extends EntryCounts {
  /** Relative to the folder. */
  readonly path: string;
  readonly before: string;
  readonly text: string;
}

/** The edits that bring what is written of these organizations up to what is live. Reads only. */
export async function liveEdits(
  section: Section,
  organizations: readonly Address[],
  before: Remembered,
): Promise<Result<readonly Edit[]>> {
  const { platform, configuration, actor } = section;
  const name = configuration.connection.name;
  const desired = restrict(configuration.desired, organizations);
  const live = await readLive(section, { ...before, organizations });
  if ("ok" in live) return { ok: false, findings: [failureFinding(name, "reading", live, section.source)] };
  const errors = obstacles(platform, actor.id, desired, organizations, live);
  if (errors.length > 0) return { ok: false, findings: errors };
  const compared = diff({
    platform,
    actor: actor.id,
    desired,
    live: live.live,
    unknown: live.unknown,
    renamed: live.renamed,
  });
  const found = without(compared, heldBy(live.identities.strangers, []));
  const turned = turnRound({ platform, desired, live: live.live, unknown: live.unknown, found });
  const containers = found.unmanaged.flatMap(({ address }) => live.live.get(address) ?? []);
  const holdings = await readHoldings(section, containers);
  if ("ok" in holdings)
    return { ok: false, findings: [failureFinding(name, "reading", holdings, section.source)] };
  const added = containerEdits(platform, desired, live.live, containers, holdings);
  const unread = [
    ...found.unknown.map((each) => ({ ...each, left: "what is written of it stays as it is" })),
    ...holdings.unknown.map((each) => ({ ...each, left: "it is left out and stays unmanaged" })),
  ];
  return {
    ok: true,
    value: [...turned.edits.map((edit) => respelled(edit, platform, added.labels)), ...added.edits].map(
      byName(platform, desired),
    ),
    findings: [
      ...unread.map(
        ({ left, ...each }): Finding => ({
          code: "import/unknown",
          severity: "warning",
          message: `${placeOf(each)} cannot be read (${each.why}); ${left}.`,
          address: each.address,
        }),
      ),
      ...turned.findings,
      ...added.findings,
    ],
  };
}

/** An entry to be added whose key is that of an object which gets its label by this very update. */
function respelled(edit: Edit, platform: Platform, labels: Labels): Edit {
  const { resource } = edit.change;
  if (edit.type !== "add" || resource === undefined || resource === null) return edit;
  const [now = resource] = spelled(platform, [resource], labels);
  return now === resource
    ? edit
    : { ...edit, change: { ...edit.change, address: now.address, resource: now } };
}

/** What keeps a file from being edited at all: nobody can tell which objects are meant, or there is no organization. */
function obstacles(
  platform: Platform,
  actor: string,
  desired: DesiredState,
  organizations: readonly Address[],
  live: Live,
): readonly Finding[] {
  const placed = (address: Address): Pick<Finding, "address" | "position" | "excerpt"> => {
    const source = desired.resources.get(address)?.source;
    const excerpt = source?.excerpt();
    return {
      address,
      ...(source === undefined ? {} : { position: source.position() }),
      ...(excerpt === undefined ? {} : { excerpt }),
    };
  };
  const findings: Finding[] = [];
  for (const address of organizations) {
    const written = desired.resources.get(address);
    if (written?.state === "absent" || live.live.get(address) !== undefined) continue;
    if (live.unknown.some((each) => each.address === address)) continue;
    findings.push({
      code: "import/no-such-organization",
      severity: "error",
      message: `${platform.title} shows ${actor} no organization ${written?.key ?? address}. Take it out of the files, or name the organizations to update.`,
      ...placed(address),
    });
  }
  for (const { guard, scope, message } of live.stops) {
    // An object whose id is gone is not live, like any other.
    if (desired.resources.get(scope)?.id !== undefined) continue;
    findings.push({ code: `import/${guard}`, severity: "error", message, ...placed(scope) });
  }
  for (const { stop } of live.identities.strangers) {
    findings.push({
      code: "import/identity",
      severity: "error",
      message: stop.message,
      ...placed(stop.scope),
    });
  }
  return findings;
}

/** Carries edits out on the files of a folder; writes none of them. */
export async function editFiles(
  edits: readonly Edit[],
  platform: Platform,
  desired: DesiredState,
  root: string,
  context: Context,
): Promise<{ readonly files: readonly UpdatedFile[]; readonly findings: readonly Finding[] }> {
  const documents: readonly WrittenDocument[] = needsDocuments(edits, desired)
    ? await writtenDocuments(root, platform, context.platforms, context.signal)
    : [];
  const files: UpdatedFile[] = [];
  const findings: Finding[] = [];
  for (const [file, group] of placeEdits(edits, desired, documents)) {
    const before = file === null || !isText(file) ? null : await textOf(root, file);
    if (file === null || before === null) {
      findings.push(...group.map((edit) => byHand(platform, desired, edit, file)));
      continue;
    }
    const changes = new Map<EntryChange, Edit>(group.map((edit) => [edit.inFile ?? edit.change, edit]));
    const merged = mergeInto(before, platform, [...changes.keys()], file);
    const left = new Set(merged.left);
    findings.push(...merged.findings);
    for (const change of left) {
      const edit = changes.get(change);
      if (edit !== undefined) findings.push(byHand(platform, desired, edit, file));
    }
    if (merged.text === before) continue;
    const done = group.filter(({ change }) => !left.has(change));
    const counted = (type: Edit["type"]): number => done.filter((each) => each.type === type).length;
    const [added, changed, removed] = [counted("add"), counted("change"), counted("remove")];
    files.push({ path: file, before, text: merged.text, added, changed, removed });
  }
  return { files, findings };
}
