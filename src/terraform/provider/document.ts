/**
 * What a resource says, as the document that a file would hold: it goes through the same reader, so that rules and
 * messages are the same, and every finding leads back to the attribute that it is about.
 */
import { createFindings } from "../../config/findings.ts";
import type { MapNode, Origin } from "../../config/node.ts";
import { type Organization, readOrganizations } from "../../config/organization.ts";
import { type Address, addressOf } from "../../model/address.ts";
import type { DesiredState } from "../../model/configuration.ts";
import type { Finding } from "../../model/finding.ts";
import { foldKey, type Kind } from "../../model/kind.ts";
import { kindOf, type Platform } from "../../model/platform.ts";
import type { Desired } from "../../model/resource.ts";
import type { Diagnostic, Path, TfObject, TfValue } from "../contract.ts";
import { mapAttribute, parentAttribute } from "../schema/names.ts";
import { exampleAddress, type ResourceType } from "../schema/resources.ts";
import { ofFinding, problem } from "./diagnostics.ts";
import { type Build, map, membersOf, type Named, placed, scalar } from "./nodes.ts";
import { addressAdvice, type Step, writtenSteps } from "./place.ts";
import { type Ids, keysBy, named } from "./subject.ts";
import { isObject, textOf } from "./values.ts";

/** What a configuration asks for. */
export interface Want {
  readonly type: ResourceType;
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
  const { own } = content;
  const known = content.known && (parentKind === null || typeof parentText === "string");
  const around = placed(build, parentPath);
  // What keys name: another resource says what it is, here it is only there.
  const keys = [...own.values()].map(({ written }) => meant(written));
  const others = [...named(platform, kind, holders[0]?.address ?? "", keys).resources.values()];
  const tree = wrapped(type, holders, content.nodes, collectionsOf(platform, others, around), around);
  const { organization, findings } = read(platform, tree, today);
  const home: Path = form === "one" ? [{ attribute: "key" }] : [{ attribute: mapAttribute(kind) }];
  const silent = [
    ...holders.flatMap((each) => complaintsOf(platform, each)),
    ...others.map((each): Silence => [each.address, null]),
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
    want: { type, desired: { resources, managed }, own, secrets: build.secrets },
    diagnostics,
  };
}

/** The part of a document that is the resource's own. */
interface Content {
  readonly own: ReadonlyMap<Address, OwnEntry>;
  readonly nodes: readonly Named[];
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
  const members = membersOf(kind, config, [], build);
  const address = addressOf(parent, kind.collection, foldKey(kind, key));
  return {
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
      map(placed(build, path), isObject(element) ? membersOf(kind, element, path, build) : []),
    ] as const;
  });
  return {
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

/** What is said of the way there is not ours, and what hangs on values that are not known is not said yet. */
function counts(finding: Finding, platform: Platform, silent: readonly Silence[], open: boolean): boolean {
  const own = finding.code.startsWith(`${platform.name}/`);
  const said = silent.some(
    ([address, code]) => address === finding.address && (code === null || finding.code === code),
  );
  if (said) return false;
  return !open || !(finding.code === "config/missing" || own);
}

/** Resources right below the organization, of which nothing is written, in their collections. */
function collectionsOf(platform: Platform, resources: readonly Desired[], at: number): readonly Named[] {
  return [...Map.groupBy(resources, ({ kind }) => kindOf(platform, kind).collection)].map(([name, group]) => [
    name,
    map(
      at,
      group.map(({ key }) => [key, map(at, [])] as const),
    ),
  ]);
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
  content: readonly Named[],
  beside: readonly Named[],
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
  const manage: readonly Named[] = [
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

function article(name: string): string {
  return `${/^[aeio]/.test(name) ? "an" : "a"} ${name}`;
}
