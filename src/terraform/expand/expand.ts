/** From what files write to blocks of Terraform: few blocks, each with `for_each` over what it holds. Pure. */
import { type Address, addressOf, rootOf } from "../../model/address.ts";
import type { DesiredState } from "../../model/configuration.ts";
import type { Finding } from "../../model/finding.ts";
import type { Kind } from "../../model/kind.ts";
import { kindOf, type Platform, rootKind } from "../../model/platform.ts";
import type { Desired } from "../../model/resource.ts";
import { quoted } from "../print/text.ts";
import { typeOfAll, typeOfOne } from "../schema/names.ts";
import { allBody, type NamedKeys } from "./all.ts";
import type { Block, Resources, Variable } from "./blocks.ts";
import { type Draft, dependenciesOf } from "./dependencies.ts";
import { code } from "./expression.ts";
import { importsOf } from "./imports.ts";
import { leftOut, lostOf } from "./limits.ts";
import { type Namer, namer, reservedVariables } from "./names.ts";
import { type Body, oneBody, type Place, rootBody } from "./one.ts";
import { type Group, type WrittenOrganization, writtenOrganizations } from "./written.ts";

/** What one provider manages of one platform. */
export interface Unit {
  readonly platform: Platform;
  readonly desired: DesiredState;
  /** The alias of the provider; null: the default one. */
  readonly provider: string | null;
}

/** A block whose dependencies are not known yet. */
type Made = Omit<Block, "dependsOn"> & Draft;

/** What is found on the way. */
interface Work {
  readonly unit: Unit;
  readonly name: string;
  readonly variables: Map<string, Variable>;
  readonly variableName: Namer;
  readonly findings: Finding[];
  readonly made: Made[];
  readonly places: Map<Address, Place>;
}

export function expand(units: readonly Unit[]): Resources {
  const variables = new Map<string, Variable>();
  const variableName = namer(reservedVariables);
  const blockName = namer();
  const findings: Finding[] = [];
  const made: Made[] = [];
  for (const unit of units) {
    for (const organization of writtenOrganizations(unit.platform, unit.desired)) {
      const name = blockName(organization.root.address);
      const work = { unit, name, variables, variableName, findings, made, places: new Map() };
      expandOrganization(work, organization);
    }
  }
  const before = dependenciesOf(made);
  const blocks = made.map(
    ({ parent: _, resources: __, ...block }): Block => ({
      ...block,
      dependsOn: before.get(block.id) ?? [],
    }),
  );
  const resources = new Map(units.flatMap(({ desired }) => [...desired.resources]));
  return {
    blocks,
    imports: blocks.flatMap((block) => importsOf(block, resources)),
    variables: [...variables.values()],
    findings,
  };
}

function expandOrganization(work: Work, { root, groups }: WrittenOrganization): void {
  const kind = rootKind(work.unit.platform);
  if (root.state === "absent") {
    work.findings.push(leftOut(root, kind));
    return;
  }
  put(work, kind, "one", rootBody(kind, root, secretsOf(work)), null, [root]);
  work.findings.push(...lostOf(root, kind, "one"));
  for (const group of groups) expandGroup(work, group);
}

function expandGroup(work: Work, { kind, form, collections }: Group): void {
  const placeOf = (parent: Address): Place | null => work.places.get(parent) ?? null;
  const entries = collections.flatMap((collection) =>
    collection.entries.map((resource) => ({ resource, parent: collection.parent })),
  );
  const there = entries.filter(({ resource }) => resource.state !== "absent");
  const parents = collections.map(({ parent }) => placeOf(parent.address)?.block ?? null);
  const secrets = secretsOf(work);
  work.findings.push(
    ...entries.flatMap(({ resource }) => {
      if (resource.state !== "absent") return lostOf(resource, kind, form);
      return form === "all" ? [] : [leftOut(resource, kind)];
    }),
  );
  if (form === "one" && there.length === 0) return;
  const body =
    form === "all"
      ? allBody(kind, collections, placeOf, secrets, namedIn(work, kind))
      : oneBody(kind, there, placeOf, secrets);
  const resources = there.map(({ resource }) => resource);
  put(work, kind, form, body, parents[0] ?? null, resources);
}

/**
 * Keys that name other objects by their labels (`key.of`): an apply of these alone would not know the labels, so that the
 * id of the other resource stands for them.
 */
function namedIn({ unit, places }: Work, kind: Kind): NamedKeys {
  if (kind.key.of === undefined) return (_, key) => key;
  const of = kindOf(unit.platform, kind.key.of);
  return (address, key) => {
    const other = addressOf(rootOf(address), of.collection, key);
    const place = places.get(other);
    if (of.labelled === undefined || place === undefined) return key;
    const instance = place.key === null ? "" : `[${quoted(place.key)}]`;
    return code({ block: place.block }, `${instance}.platform_id`);
  };
}

function put(
  work: Work,
  kind: Kind,
  form: Block["form"],
  body: Body,
  parent: string | null,
  resources: readonly Desired[],
): void {
  const { platform, provider } = work.unit;
  const type = form === "all" ? typeOfAll(platform, kind) : typeOfOne(platform, kind);
  const id = `${type}.${work.name}`;
  const organization = rootOf(resources[0]?.address ?? [...body.instances.keys()][0] ?? "");
  const own = { id, type, name: work.name, platform, kind, form, organization, provider };
  work.made.push({ ...own, ...body, parent, resources });
  if (form === "one")
    for (const [address, key] of body.instances) work.places.set(address, { block: id, key });
}

function secretsOf({ variables, variableName }: Work): (environment: string) => string {
  return (environment) => {
    const name = variableName(environment);
    const description = `What the environment variable ${environment} holds where Charter applies.`;
    variables.set(environment, { name, description, ephemeral: true });
    return name;
  };
}
