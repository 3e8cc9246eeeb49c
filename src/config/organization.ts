import { type Address, addressOf } from "../model/address.ts";
import type { Settings } from "../model/configuration.ts";
import { foldKey, type Manage } from "../model/kind.ts";
import type { Platform } from "../model/platform.ts";
import type { Desired } from "../model/resource.ts";
import { sentence } from "../model/text.ts";
import { checkBody, emptyBody, explainUnknown, readMember } from "./body.ts";
import { desiredOf, readCollections } from "./collection.ts";
import { checkFormer, showNode } from "./common.ts";
import { connectionName } from "./connection-name.ts";
import { checkEndings } from "./endings.ts";
import { type Findings, type Place, placeText } from "./findings.ts";
import { collectionNames, type Form, formOf } from "./form.ts";
import { type Entry, entryOf, keyText, type MapNode, type Origin } from "./node.ts";
import { namesOn } from "./people/names.ts";
import type { People } from "./people/read.ts";
import { unknownKey } from "./sentences.ts";
import type { Former, Walk } from "./walk.ts";
import { meant, quote } from "./words.ts";

/** A document that is (a part of) an organization. */
export interface OrganizationDocument {
  readonly root: MapNode;
  readonly origin: Origin;
}

/** The documents of one organization, put together. */
export interface Organization {
  readonly address: Address;
  readonly platform: Platform;
  /** The connection that the files name. */
  readonly connection: { readonly name: string; readonly place: Place } | null;
  readonly place: Place;
  /** Where its own members stand, by the name of each; they can be spread over several files. */
  readonly written: ReadonlyMap<string, Place>;
  readonly resources: ReadonlyMap<Address, Desired>;
  readonly managed: ReadonlyMap<Address, Manage>;
  /** Labels that the organization had before. */
  readonly former: readonly Former[];
}

/** What the rest of the folder says, as far as organizations need it. */
interface Surroundings {
  readonly people: People;
  /** Null where they are not known. */
  readonly settings: Settings | null;
}

interface Group {
  readonly address: Address;
  /** Null where no document names it: its members are still checked. */
  readonly key: string | null;
  readonly platform: Platform;
  readonly place: Place;
  readonly documents: OrganizationDocument[];
}

/** Puts documents together by organization and reads them. Documents come sorted by file. */
export function readOrganizations(
  documents: readonly OrganizationDocument[],
  platforms: readonly Platform[],
  today: string,
  findings: Findings,
  around: Surroundings = { people: new Map(), settings: null },
): readonly Organization[] {
  const groups = new Map<Address, Group>();
  for (const [index, document] of documents.entries()) {
    const platform = platformOf(document, platforms, findings);
    if (platform === null) continue;
    const key = organizationKey(document, formOf(platform), findings);
    const entry = entryOf(document.root, "organization");
    const place = { origin: document.origin, at: (entry?.value ?? document.root).at };
    const address = key === null ? `(unnamed)/${index}` : addressOf(null, "", key);
    const group = groups.get(address);
    if (group === undefined) {
      groups.set(address, { address, key, platform, place, documents: [document] });
    } else if (group.platform === platform) {
      group.documents.push(document);
    } else {
      const message = `${quote(key ?? "")} is an organization of ${platform.name} here and of ${group.platform.name} at ${placeText(group.place)}; one key cannot be both.`;
      findings.add("config/conflict", place, message, { address });
    }
  }
  const organizations = [...groups.values()].map((group) => readOrganization(group, today, findings, around));
  checkFormer(
    organizations.flatMap(({ former }) => former),
    groups,
    findings,
  );
  return organizations;
}

function platformOf(
  { root, origin }: OrganizationDocument,
  platforms: readonly Platform[],
  findings: Findings,
): Platform | null {
  const names = platforms.map((each) => each.name);
  const entry = entryOf(root, "platform");
  const node = entry?.value;
  if (node === undefined || (node.type === "scalar" && node.value === null)) {
    const place = { origin, at: node?.at ?? root.at };
    findings.add(
      "config/missing",
      place,
      `An organization needs its platform: write platform: ${names[0] ?? ""}. Known: ${names.join(", ")}.`,
    );
    return null;
  }
  const platform = platforms.find((each) => node.type === "scalar" && each.name === node.value);
  if (platform !== undefined) return platform;
  const near = node.type === "scalar" ? meant(node.text, names) : "";
  const foreign = entryOf(root, "organization") === undefined;
  const hint = foreign
    ? " If this file is not an organization, keep it in another folder or in one whose name starts with a dot."
    : "";
  const message = `platform is ${showNode(node)}${near || "."} Known: ${names.join(", ")}.${hint}`;
  findings.add("config/unknown-platform", { origin, at: node.at }, message);
  return null;
}

function organizationKey(
  { root, origin }: OrganizationDocument,
  form: Form,
  findings: Findings,
): string | null {
  const { description, example, pattern } = form.kind.key;
  const entry = entryOf(root, "organization");
  if (entry === undefined) {
    const message = `An organization needs its key: write organization: ${example}`;
    findings.add("config/missing", { origin, at: root.at }, message);
    return null;
  }
  const written = keyText(entry.value);
  const place = { origin, at: entry.value.at };
  if (
    written === null ||
    written === "" ||
    (pattern !== undefined && form.pattern?.test(written) === false)
  ) {
    const message = `organization is ${showNode(entry.value)}: ${sentence(description)} For example: ${example}`;
    findings.add("config/wrong-key", place, message);
    return null;
  }
  return foldKey(form.kind, written);
}

function readOrganization(
  group: Group,
  today: string,
  findings: Findings,
  { people, settings }: Surroundings,
): Organization {
  const { address, platform, documents, place } = group;
  const form = formOf(platform);
  const manage = new Map<string, Manage>();
  const walk: Walk = {
    platform,
    findings,
    today,
    names: namesOn(people, connectionName(platform, writtenConnection(documents), settings)),
    manage,
    resources: new Map(),
    managed: new Map(),
    former: [],
  };
  const errors = findings.errors();
  const body = emptyBody();
  const written = new Map<string, Place>();
  const managedAt = new Map<string, Place>();
  let connection: Organization["connection"] = null;

  for (const { root, origin } of documents) {
    for (const entry of root.entries) {
      const member = form.members.get(entry.key);
      const here = { origin, at: entry.at };
      if (member === undefined) {
        findings.add("config/unknown-key", here, explainUnknown(form, entry.key), { address });
      } else if (member.type === "collection") {
        readMember(walk, form, address, member, entry, origin, body);
      } else if (member.type === "header") {
        if (member.name === "connection")
          connection = readConnection(entry, origin, connection, address, findings);
        if (
          member.name === "$schema" &&
          (entry.value.type !== "scalar" || typeof entry.value.value !== "string")
        ) {
          const place = { origin, at: entry.value.at };
          findings.add(
            "config/wrong-type",
            place,
            `$schema is ${showNode(entry.value)}; write a path or URL.`,
          );
        }
        if (member.name === "manage") readManage(walk, form, entry, origin, managedAt, manage);
      } else if (isFirst(written, entry.key, here, address, findings)) {
        readMember(walk, form, address, member, entry, origin, body);
      }
    }
  }

  const sound = findings.errors() === errors;
  const { labelled } = form.kind;
  if (labelled !== undefined && group.key !== null && body.attributes[labelled.nameAttribute] === undefined) {
    body.attributes[labelled.nameAttribute] = group.key;
  }
  const key = group.key ?? "";
  checkBody(
    walk,
    form,
    address,
    key,
    body,
    place,
    sound,
    (name) => written.get(name.split(".")[0] ?? "") ?? place,
  );
  walk.resources.set(address, desiredOf(form, address, key, body, today, place.origin, place.at, key));
  readCollections(walk, address, "", body);
  const [below, former] = [
    walk.former.filter(({ home }) => home !== null),
    walk.former.filter(({ home }) => home === null),
  ];
  checkFormer(below, walk.resources, findings);
  if (findings.errors() === errors) checkEndings(walk);
  if (findings.errors() === errors) checkTogether(walk);
  const { resources, managed } = walk;
  return { address, platform, connection, place, written, resources, managed, former };
}

/** The platform's rules that lie between resources; asked only where each of them is sound. */
function checkTogether({ platform, resources, managed, findings }: Walk): void {
  for (const { code, address, message } of platform.check?.(resources, managed) ?? []) {
    const source = resources.get(address)?.source;
    const excerpt = source?.excerpt();
    findings.push({
      code: `${platform.name}/${code}`,
      severity: "error",
      message,
      address,
      ...(source === undefined ? {} : { position: source.position() }),
      ...(excerpt === undefined ? {} : { excerpt }),
    });
  }
}

/** Says that a line of an organization stands in two of its documents. */
function isFirst(
  written: Map<string, Place>,
  key: string,
  here: Place,
  address: Address,
  findings: Findings,
): boolean {
  const first = written.get(key);
  if (first === undefined) {
    written.set(key, here);
    return true;
  }
  const message = `${quote(key)} is written twice: here and at ${placeText(first)}; keep one of them.`;
  findings.add("config/duplicate-key", here, message, { address });
  return false;
}

/** The connection that the documents name, before they are read: what people's names mean hangs on it. */
function writtenConnection(documents: readonly OrganizationDocument[]): string | undefined {
  return documents
    .map(({ root }) => entryOf(root, "connection")?.value)
    .flatMap((node) =>
      node?.type === "scalar" && typeof node.value === "string" && node.value !== "" ? [node.value] : [],
    )
    .at(0);
}

/** Each document may repeat the connection, as it repeats the organization; but not name another. */
function readConnection(
  entry: Entry,
  origin: Origin,
  former: Organization["connection"],
  address: Address,
  findings: Findings,
): Organization["connection"] {
  const place = { origin, at: entry.value.at };
  const { value } = entry;
  if (value.type !== "scalar" || typeof value.value !== "string" || value.value === "") {
    const code = value.type === "scalar" && value.value === null ? "config/null" : "config/wrong-type";
    const message = `connection is ${showNode(value)}; write the name of a connection of charter.yaml, or leave the line out.`;
    findings.add(code, place, message, { address });
    return former;
  }
  if (former !== null && former.name !== value.value) {
    const message = `This organization is on the connection ${quote(value.value)} here and on ${quote(former.name)} at ${placeText(former.place)}; keep one.`;
    findings.add("config/conflict", place, message, { address });
  }
  return former ?? { name: value.value, place };
}

const modes: readonly Manage[] = ["authoritative", "additive", "ignore"];

function readManage(
  walk: Walk,
  form: Form,
  entry: Entry,
  origin: Origin,
  seen: Map<string, Place>,
  into: Map<string, Manage>,
): void {
  const known = [...collectionNames(form).keys()];
  const { value } = entry;
  if (value.type !== "map") {
    const empty = value.type === "scalar" && value.value === null;
    const message = `manage is ${showNode(value)}; write { ${known[0] ?? "collection"}: ${modes.join(" | ")} }.`;
    walk.findings.add(empty ? "config/null" : "config/wrong-type", { origin, at: value.at }, message);
    return;
  }
  for (const each of value.entries) {
    const here = { origin, at: each.at };
    const { key } = each;
    if (!known.includes(key)) {
      walk.findings.add("config/unknown-key", here, unknownKey(key, "manage", known));
      continue;
    }
    const mode = modes.find((name) => each.value.type === "scalar" && each.value.value === name);
    if (mode === undefined) {
      const near = each.value.type === "scalar" ? meant(each.value.text, modes) : "";
      const message = `manage.${key} is ${showNode(each.value)}${near || "."} Allowed: ${modes.join(", ")}.`;
      walk.findings.add("config/unknown-value", { origin, at: each.value.at }, message);
      continue;
    }
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, here);
      into.set(key, mode);
    } else {
      const message = `manage.${key} is written twice: here and at ${placeText(first)}; keep one of them.`;
      walk.findings.add("config/duplicate-key", here, message);
    }
  }
}
