/** Organizations that no file of the folder configures, as new files. */
import { formOf } from "../../config/form.ts";
import { labelsFor } from "../../config/labels.ts";
import { minimal } from "../../config/minimal.ts";
import { isKey, writeOrganization } from "../../config/write.ts";
import type { Finding } from "../../model/finding.ts";
import { placeOf, type Resource } from "../../model/resource.ts";
import { order } from "../../model/value.ts";
import { failureFinding } from "../failure.ts";
import { readLive } from "../live.ts";
import type { Result } from "../options.ts";
import type { Section } from "../sections.ts";
import { namer } from "./by-name.ts";

/** A file that an organization would be written to; its path is relative to where new files go. */
export interface NewFile {
  readonly path: string;
  readonly text: string;
  /** Its key, or its id and name where the platform has labels. */
  readonly organization: readonly string[];
}

/** Live organizations as files: minimal, sorted, split as a person would. Planning them changes nothing. */
export async function newFiles(
  section: Section,
  wanted: readonly string[],
  nameConnection: boolean,
  taken: Iterable<string>,
): Promise<Result<readonly NewFile[]>> {
  const { platform, configuration } = section;
  const name = configuration.connection.name;
  const live = await readLive(section, { organizations: wanted, whole: true });
  if ("ok" in live) return { ok: false, findings: [failureFinding(name, "reading", live, section.source)] };

  const findings: Finding[] = live.unknown.map((each) => ({
    code: "import/unknown",
    severity: "warning",
    message: `${placeOf(each)} cannot be read (${each.why}) and is left out: it stays unmanaged.`,
    address: each.address,
  }));
  const roots = [...live.live.list("")].sort((a, b) => order(a.address, b.address));
  const form = formOf(platform);
  const { labelled } = form.kind;
  const known = new Map(
    roots.map((root) => {
      const name = labelled?.natural(root.attributes);
      return [root, name === undefined ? [root.key] : [root.key, name]] as const;
    }),
  );
  const found = new Set([...known.values()].flat().map((each) => each.toLowerCase()));
  for (const key of wanted) {
    if (found.has(key.toLowerCase()) || live.unknown.some(({ address }) => address === key)) continue;
    findings.push({
      code: "import/no-such-organization",
      severity: "error",
      message: `${platform.title} shows ${section.actor.id} no organization ${key}. Correct the name.`,
    });
  }
  if (findings.some(({ severity }) => severity === "error")) return { ok: false, findings };
  const keyed =
    labelled === undefined
      ? roots.map((resource) => ({ resource, label: resource.key }))
      : labelsFor(
          roots,
          ({ attributes }) => labelled.natural(attributes),
          (label) => isKey(form, label),
          taken,
        );
  const writable = keyed.filter(({ resource: { address, attributes } }) => {
    const attribute = labelled?.nameAttribute;
    if (attribute === undefined || !minimal(form, attributes).unwritable.includes(attribute)) return true;
    // Without its name the file would rename it after its label.
    const message = `${address} is left out: its ${attribute} holds characters that no file can hold.`;
    findings.push({ code: "import/unwritable", severity: "warning", message, address });
    return false;
  });
  const named = namer(platform, configuration.desired.people ?? []);
  const files = writable.flatMap(({ resource: root, label }) =>
    writeOrganization(platform, parentsFirst(live.live.within(root.address)).map(named), {
      label,
      ...(nameConnection ? { connection: name } : {}),
    }).map((file) => ({ ...file, organization: known.get(root) ?? [] })),
  );
  return { ok: true, value: files, findings };
}

function parentsFirst(resources: readonly Resource[]): readonly Resource[] {
  return [...resources].sort((a, b) => a.address.length - b.address.length || order(a.address, b.address));
}
