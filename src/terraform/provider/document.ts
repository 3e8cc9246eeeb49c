/**
 * What a resource says, as the document that a file would hold: it goes through the same reader, so that rules and
 * messages are the same, and every finding leads back to the attribute that it is about.
 */
import { hash } from "node:crypto";
import { createFindings } from "../../config/findings.ts";
import type { Entry, MapNode, Node, Origin } from "../../config/node.ts";
import { type Organization, readOrganizations } from "../../config/organization.ts";
import { type Address, addressOf, collectionOf, encodePart } from "../../model/address.ts";
import { isAttribute } from "../../model/attribute.ts";
import type { DesiredState } from "../../model/configuration.ts";
import type { Finding } from "../../model/finding.ts";
import { attributesOf, foldKey, type Kind } from "../../model/kind.ts";
import { kindOf, type Platform } from "../../model/platform.ts";
import type { Value } from "../../model/value.ts";
import { type Diagnostic, type Path, type TfObject, type TfValue, unknown } from "../contract.ts";
import { shapeOf } from "../schema/attributes.ts";
import { mapAttribute, parentAttribute, snake } from "../schema/names.ts";
import { exampleAddress, type ResourceType, unsettable } from "../schema/resources.ts";
import { ofFinding, problem } from "./diagnostics.ts";
import { addressAdvice, type Step, writtenSteps } from "./place.ts";
import { type Ids, keysBy } from "./subject.ts";
import { holdsUnknown, isObject, textOf, textsOf } from "./values.ts";

/** What a configuration asks for. */
export interface Want {
  readonly type: ResourceType;
  /** Of the resource, or of the collection. */
  readonly address: Address;
  /** What holds it, from the organization down. */
  readonly holders: readonly Step[];
  /** Its resources, and what holds them. */
  readonly desired: DesiredState;
  /** The resources that it writes. */
  readonly own: ReadonlyMap<Address, OwnEntry>;
  /** Values of secrets, by the name that the plan speaks of them. */
  readonly secrets: ReadonlyMap<string, string>;
}

/** One resource that is written. */
export interface OwnEntry {
  /** The key as it is written. */
  readonly written: string;
  /** Where it stands in the configuration. */
  readonly path: Path;
}

export interface Document {
  /** Null where it cannot be told which resource it is, or where something is wrong. */
  readonly want: Want | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Collects nodes; the place of each is the number of its path. */
interface Build {
  /** What tells its secrets from those of other resources. */
  readonly seed: string;
  readonly paths: Path[];
  readonly secrets: Map<string, string>;
  readonly problems: Diagnostic[];
  /** Something that is written is not known yet. */
  open: boolean;
}

function placed(build: Build, path: Path): number {
  build.paths.push(path);
  return build.paths.length - 1;
}

function map(at: number, entries: readonly (readonly [string, Node])[]): MapNode {
  return { type: "map", at, entries: entries.map(([key, value]): Entry => ({ key, at: value.at, value })) };
}

function scalar(at: number, value: string | number | boolean | null): Node {
  return { type: "scalar", at, value, text: String(value) };
}

function nodeOf(at: number, value: Value): Node {
  if (typeof value !== "object" || value === null) return scalar(at, value);
  if (Array.isArray(value)) return { type: "list", at, items: value.map((each: Value) => nodeOf(at, each)) };
  return map(
    at,
    Object.entries(value).map(([key, each]) => [key, nodeOf(at, each)] as const),
  );
}

/**
 * Reads the configuration of a resource. What is not known yet is left out, and what only the whole of it can show is
 * not complained about then.
 */
export function readDocument(
  type: ResourceType,
  config: TfObject,
  today: string,
  ids: Ids = new Map(),
): Document {
  const { platform, kind, form } = type;
  const parentName = parentAttribute(kind);
  const parentKind = kind.parent === null ? null : kindOf(platform, kind.parent);
  const parentPath: Path = parentName === null ? [] : [{ attribute: parentName }];
  const parentText: TfValue = parentName === null ? null : (config[parentName] ?? null);
  const seed = JSON.stringify([type.name, textOf(parentText), textOf(config["key"] ?? null)]);
  const build: Build = { seed, paths: [[]], secrets: new Map(), problems: [], open: false };
  let holders: readonly Step[] = [];
  if (parentKind !== null) {
    const example = exampleAddress(platform, parentKind);
    const steps = writtenSteps(platform, parentKind, textOf(parentText) ?? example);
    if (steps === null) {
      const detail = `${JSON.stringify(parentText)} is no address of ${article(parentKind.name)} of ${platform.title}. ${addressAdvice(platform, parentKind)}`;
      return { want: null, diagnostics: [problem("Invalid address", detail, parentPath)] };
    }
    holders = steps;
  }
  const meant = keysBy(platform, kind, holders[0]?.address ?? "", ids);
  const parent = holders.at(-1)?.address ?? null;
  const content =
    form === "one"
      ? contentOfOne(kind, parent, config, meant, build)
      : contentOfAll(kind, parent, config, meant, build);
  const { address, own } = content;
  const known = content.known && (parentKind === null || typeof parentText === "string");
  const around = placed(build, parentPath);
  const others = namedBy(
    kind,
    platform,
    [...own.values()].map(({ written }) => meant(written)),
    holders[0]?.address ?? "",
  );
  const tree = wrapped(type, holders, content.nodes, others.nodes(around), around);
  const { organization, findings } = read(platform, tree, today);
  const home: Path = form === "one" ? [{ attribute: "key" }] : [{ attribute: mapAttribute(kind) }];
  const silent = [
    ...holders.flatMap((each) => complaintsOf(platform, each)),
    ...others.addresses.flatMap((each) => anything(each)),
  ];
  const diagnostics = [
    ...build.problems,
    ...findings
      .filter((finding) => counts(finding, platform, silent, build.open))
      .flatMap((finding) => {
        // A rule that is broken on the way there is broken by what is written here.
        const path = holders.some(({ address: each }) => each === finding.address)
          ? home
          : build.paths[finding.position?.line ?? 0];
        return ofFinding(finding, path ?? []);
      }),
  ];
  const wrong = diagnostics.some(({ severity }) => severity === "error");
  if (organization === undefined || !known || wrong) return { want: null, diagnostics };
  const { resources, managed } = organization;
  return {
    want: { type, address, holders, desired: { resources, managed }, own, secrets: build.secrets },
    diagnostics,
  };
}

/** The part of a document that is the resource's own. */
interface Content {
  readonly address: Address;
  readonly own: ReadonlyMap<Address, OwnEntry>;
  readonly nodes: readonly (readonly [string, Node])[];
  /** It can be told which resources it is about. */
  readonly known: boolean;
}

type Keys = (written: string) => string;

function contentOfOne(
  kind: Kind,
  parent: Address | null,
  config: TfObject,
  meant: Keys,
  build: Build,
): Content {
  const written = textOf(config["key"] ?? null);
  const key = meant(written ?? kind.key.example);
  const path: Path = [{ attribute: "key" }];
  const members = entriesOf(kind, config, [], build);
  const address = addressOf(parent, kind.collection, foldKey(kind, key));
  return {
    address,
    own: new Map([[address, { written: written ?? key, path }]]),
    nodes:
      kind.parent === null
        ? [["organization", scalar(placed(build, path), key)], ...members]
        : [[kind.collection, map(placed(build, path), [[key, map(placed(build, path), members)]])]],
    known: written !== null,
  };
}

function contentOfAll(
  kind: Kind,
  parent: Address | null,
  config: TfObject,
  meant: Keys,
  build: Build,
): Content {
  const name = mapAttribute(kind);
  const elements = config[name] ?? null;
  const own = new Map<Address, OwnEntry>();
  const at = placed(build, [{ attribute: name }]);
  const entries = Object.entries(isObject(elements) ? elements : {}).map(([written, element]) => {
    const path: Path = [{ attribute: name }, { key: written }];
    const key = meant(written);
    if (!isObject(element)) build.open = true;
    own.set(addressOf(parent, kind.collection, foldKey(kind, key)), { written, path });
    return [
      key,
      map(placed(build, path), isObject(element) ? entriesOf(kind, element, path, build) : []),
    ] as const;
  });
  return {
    address: collectionOf(parent ?? "", kind.collection),
    own,
    nodes: [[kind.collection, map(at, entries)]],
    known: isObject(elements),
  };
}

/** What is not to be said: of an address, a code or (null) whatever it is. */
type Silence = readonly [Address, string | null];

/** What a holder's own rules say of it is the business of its own resource. */
function complaintsOf(platform: Platform, { kind, address, written }: Step): readonly Silence[] {
  const attributes = kind.labelled === undefined ? {} : { [kind.labelled.nameAttribute]: written };
  const issues = kind.check?.(attributes, written) ?? [];
  return [
    [address, "config/missing"],
    ...issues.map(({ code }): Silence => [address, `${platform.name}/${code}`]),
  ];
}

function anything(address: Address): readonly Silence[] {
  return [[address, null]];
}

/** What is said of the way there is not ours, and what hangs on values that are not known is not said yet. */
function counts(finding: Finding, platform: Platform, silent: readonly Silence[], open: boolean): boolean {
  const own = finding.code.startsWith(`${platform.name}/`);
  const said = silent.some(
    ([address, code]) => address === finding.address && (code === null || finding.code === code),
  );
  if (said) return false;
  return !open || !(finding.code === "config/missing" || own);
}

/** What keys name (`key.of`): another resource says what it is, here it is only there. */
function namedBy(kind: Kind, platform: Platform, keys: readonly string[], root: Address) {
  if (kind.key.of === undefined) return { addresses: [], nodes: () => [] };
  const of = kindOf(platform, kind.key.of);
  return {
    addresses: keys.map((key) => `${collectionOf(root, of.collection)}/${encodePart(foldKey(of, key))}`),
    nodes: (at: number): readonly (readonly [string, Node])[] => [
      [
        of.collection,
        map(
          at,
          keys.map((key) => [key, map(at, [])] as const),
        ),
      ],
    ],
  };
}

function read(
  platform: Platform,
  root: MapNode,
  today: string,
): { readonly organization: Organization | undefined; readonly findings: readonly Finding[] } {
  const findings = createFindings();
  const origin: Origin = {
    file: "",
    position: (at) => ({ file: "", line: at, column: 1 }),
    excerpt: () => undefined,
    path: () => "",
  };
  const [organization] = readOrganizations([{ root, origin }], [platform], today, findings);
  return { organization, findings: findings.list() };
}

/** The document of the organization around it. All but a whole collection is managed as it comes. */
function wrapped(
  type: ResourceType,
  holders: readonly Step[],
  content: readonly (readonly [string, Node])[],
  beside: readonly (readonly [string, Node])[],
  at: number,
): MapNode {
  const { platform, kind, form } = type;
  let inner = content;
  for (const { kind: holder, written } of holders.slice(1).toReversed()) {
    inner = [[holder.collection, map(at, [[written, map(at, inner)]])]];
  }
  const names: string[] = [];
  for (const each of [
    ...holders.slice(1).map((step) => step.kind),
    ...(kind.parent === null ? [] : [kind]),
  ]) {
    names.push([...names.slice(-1), each.collection].join("."));
  }
  const own = form === "all" ? names.pop() : undefined;
  const manage: readonly (readonly [string, Node])[] = [
    ...[...names, ...beside.map(([name]) => name)].map((name) => [name, scalar(at, "additive")] as const),
    ...(own === undefined ? [] : [[own, scalar(at, "authoritative")] as const]),
  ];
  const [organization] = holders;
  return map(at, [
    ["platform", scalar(at, platform.name)],
    ...(organization === undefined ? [] : [["organization", scalar(at, organization.written)] as const]),
    ...(manage.length === 0 ? [] : [["manage", map(at, manage)] as const]),
    ...beside,
    ...inner,
  ]);
}

/** The members of one resource. */
function entriesOf(
  kind: Kind,
  config: TfObject,
  base: Path,
  build: Build,
): readonly (readonly [string, Node])[] {
  const entries: (readonly [string, Node])[] = [];
  const unset = new Set(unsetOf(kind, config, base, build));
  for (const [name, node] of Object.entries(kind.attributes)) {
    const path: Path = [...base, { attribute: snake(name) }];
    const value = config[snake(name)] ?? null;
    if (isAttribute(node)) {
      const made = unset.has(name)
        ? scalar(placed(build, path), null)
        : attributeNode(kind, name, value, path, build);
      if (made !== null) entries.push([name, made]);
      continue;
    }
    if (value === unknown) build.open = true;
    if (!isObject(value)) continue;
    const inner: (readonly [string, Node])[] = [];
    for (const leaf of Object.keys(node)) {
      const innerPath: Path = [...path, { attribute: snake(leaf) }];
      const made = attributeNode(kind, `${name}.${leaf}`, value[snake(leaf)] ?? null, innerPath, build);
      if (made !== null) inner.push([leaf, made]);
    }
    if (inner.length > 0) entries.push([name, map(placed(build, path), inner)]);
  }
  for (const [name, written] of [
    ["expires", "expires"],
    ["platform_id", "id"],
  ] as const) {
    const value = config[name] ?? null;
    if (value === unknown) build.open = true;
    else if (typeof value === "string")
      entries.push([written, scalar(placed(build, [...base, { attribute: name }]), value)]);
  }
  return entries;
}

function unsetOf(kind: Kind, config: TfObject, base: Path, build: Build): readonly string[] {
  const path: Path = [...base, { attribute: "unset" }];
  const value = config["unset"] ?? null;
  if (holdsUnknown(value)) build.open = true;
  const names = new Map(unsettable(kind).map((name) => [snake(name), name]));
  return textsOf(value).flatMap((text) => {
    const name = names.get(text);
    if (name === undefined) {
      const detail = `${JSON.stringify(text)} cannot be unset. Those that can: ${[...names.keys()].join(", ")}.`;
      build.problems.push(problem("Invalid value", detail, path));
      return [];
    }
    if ((config[text] ?? null) === null) return [name];
    build.problems.push(
      problem("Invalid value", `${text} is written and unset. Take one of them out.`, path),
    );
    return [];
  });
}

function attributeNode(kind: Kind, dotted: string, value: TfValue, path: Path, build: Build): Node | null {
  if (value === null) return null;
  if (holdsUnknown(value)) {
    build.open = true;
    return null;
  }
  const attribute = attributesOf(kind).get(dotted);
  if (attribute === undefined) return null;
  const at = placed(build, path);
  switch (shapeOf(attribute)) {
    case "secret": {
      const name = `SECRET_${hash("sha256", build.seed + JSON.stringify(path), "hex").slice(0, 16)}`;
      build.secrets.set(name, String(value));
      return map(at, [["env", scalar(at, name)]]);
    }
    case "json": {
      try {
        return nodeOf(at, JSON.parse(String(value)) as Value);
      } catch {
        build.problems.push(
          problem("Invalid value", "This is no JSON. Write it with jsonencode({ … }).", path),
        );
        return null;
      }
    }
    default:
      return nodeOf(at, (Array.isArray(value) ? textsOf(value) : value) as Value);
  }
}

function article(name: string): string {
  return `${/^[aeio]/.test(name) ? "an" : "a"} ${name}`;
}
