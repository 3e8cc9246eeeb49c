/** A whole organization as one construct. */
import { Construct } from "constructs";
import {
  callerOf,
  isDefinition,
  isPeople,
  type OrganizationDefinition,
  organizationOf,
} from "../config/define.ts";
import type { Loaded } from "../config/load.ts";
import { meant, quote } from "../config/words.ts";
import { type Address, addressOf, collectionOf, homeOf, rootOf } from "../model/address.ts";
import type { Configuration } from "../model/configuration.ts";
import type { Finding } from "../model/finding.ts";
import { foldKey } from "../model/kind.ts";
import { childKinds, type Platform, rootKind } from "../model/platform.ts";
import { platforms } from "../platforms/registry.ts";
import type { Block } from "../terraform/expand/blocks.ts";
import { expand } from "../terraform/expand/expand.ts";
import { instanceText } from "../terraform/print/text.ts";
import { mapAttribute, snake } from "../terraform/schema/names.ts";
import type { Core, CoreElement, CoreResource } from "./core.ts";
import { expandedResource, type StackNaming } from "./expanded.ts";
import { readDefinition, readPath } from "./read.ts";
import { checkStack } from "./stack.ts";

/** Beside what the organization is. */
export interface Options {
  /** Write blocks that take over what is live already. Default false. */
  readonly imports?: boolean | undefined;
  /** The provider, where it is not the only one of its stack. */
  readonly provider?: object | undefined;
}

/** A collection that an organization keeps. */
export interface CollectionReference {
  /** Its address: `org-acme/members`. */
  readonly id: Address;
  /** The sorted keys as JSON, in one text: what a trigger can follow. */
  readonly keys: string;
}

/** What a whole organization gives to the rest of a stack. */
export interface OrganizationConstruct extends Construct {
  /** Its address, once it is there. */
  readonly id: string;
  /** What Terraform cannot say of it; none is an error. */
  readonly findings: readonly Finding[];
  /**
   * A collection that is managed, by its name in `manage` and the keys of what holds it.
   *
   * @example
   * organization.collection("members").keys;
   * organization.collection("projects.grants", "raw-data").keys;
   */
  collection(name: string, ...parents: readonly string[]): CollectionReference;
}

interface MadeOrganization {
  new (scope: Construct, id: string, given: object, options?: Options): OrganizationConstruct;
  fromYaml(
    scope: Construct,
    id: string,
    path: string,
    options?: Options & { readonly organization?: string | undefined },
  ): OrganizationConstruct;
}

/** Where an organization comes from, and what was found in it. */
class Read {
  readonly loaded: Loaded;
  readonly from: string;
  readonly wanted: string | undefined;

  constructor(loaded: Loaded, from: string, wanted?: string) {
    this.loaded = loaded;
    this.from = from;
    this.wanted = wanted;
  }
}

export function organizationClass(core: Core): MadeOrganization {
  class Organization extends Construct implements OrganizationConstruct {
    readonly id: string;
    readonly findings: readonly Finding[];
    readonly #platform: Platform;
    readonly #address: Address;
    readonly #blocks: readonly Block[];
    readonly #made = new Map<string, CoreResource>();

    constructor(scope: Construct, id: string, given: object, options: Options = {}) {
      const stack = checkStack(core, scope);
      const read =
        given instanceof Read ? given : new Read(readDefinition(definitionOf(given, Organization)), id);
      const { platform, address, configuration } = chosen(read);
      super(scope, id);
      const unit = unitOf(configuration, platform, address);
      const { blocks, imports, variables, findings } = expand([unit]);
      const named = new Map(
        variables.map(({ name, description, ephemeral }) => [
          name,
          variableIn(core, stack, name, description, ephemeral),
        ]),
      );
      const naming: StackNaming = (reference) => {
        if ("variable" in reference) return `var.${named.get(reference.variable)?.friendlyUniqueId ?? ""}`;
        const made = this.#made.get(reference.block);
        return `${made?.terraformResourceType ?? ""}.${made?.friendlyUniqueId ?? ""}`;
      };
      const meta = options.provider === undefined ? {} : { provider: options.provider };
      const prefix = `charter_${snake(platform.name)}_`;
      for (const block of blocks) {
        const own = options.imports === true ? imports.filter((each) => each.block === block.id) : [];
        const name = block.type.slice(prefix.length);
        this.#made.set(block.id, expandedResource(core, this, name, block, own, naming, meta));
      }
      this.#platform = platform;
      this.#address = address;
      this.#blocks = blocks;
      this.findings = [...read.loaded.findings, ...findings];
      this.id = this.#resource(rootBlock(blocks).id).getStringAttribute("id");
      for (const { severity, message } of this.findings) {
        if (severity === "warning") core.Annotations.of(this).addWarning(message);
      }
    }

    static fromYaml(
      scope: Construct,
      id: string,
      path: string,
      { organization, ...options }: Options & { readonly organization?: string | undefined } = {},
    ): Organization {
      return new Organization(scope, id, new Read(readPath(path), path, organization), options);
    }

    collection(name: string, ...parents: readonly string[]): CollectionReference {
      const address = addressUnder(this.#platform, this.#address, name, parents);
      const block = this.#blocks.find(
        (each) =>
          each.kind.parent !== null &&
          (each.form === "all"
            ? each.instances.has(address)
            : [...each.instances.keys()].some((one) => homeOf(one) === address)),
      );
      if (block === undefined) {
        const known = this.#blocks.flatMap(({ form, instances }) =>
          [...instances.keys()].map((each) => (form === "all" ? each : (homeOf(each) ?? ""))),
        );
        const all = [...new Set(known)].filter((each) => each !== "").sort();
        throw new Error(
          `${address} is not managed here${meant(address, all) || `. Managed: ${all.join(", ")}.`}`,
        );
      }
      const produce = () => `\${${keysOf(block, this.#resource(block.id), address)}}`;
      return { id: address, keys: core.Lazy.stringValue({ produce }) };
    }

    #resource(block: string): CoreResource {
      const made = this.#made.get(block);
      if (made === undefined) throw new Error(`no element for ${block}`);
      return made;
    }
  }
  return Organization;
}

/** The keys of a collection as an expression: of a map, or of the instances that stand for its entries. */
function keysOf(block: Block, resource: CoreResource, address: Address): string {
  const at = `${block.type}.${resource.friendlyUniqueId}`;
  if (block.form === "all") {
    const instance = instanceText(at, block.instances.get(address) ?? null);
    return `jsonencode(keys(${instance}.${mapAttribute(block.kind)}))`;
  }
  const keys = [...block.instances]
    .filter(([one]) => homeOf(one) === address)
    .map(([, key]) => `${instanceText(at, key)}.key`);
  return `jsonencode(sort([${keys.join(", ")}]))`;
}

function definitionOf(
  given: object,
  callee: abstract new (...args: never[]) => unknown,
): OrganizationDefinition {
  if (isDefinition(given)) {
    if (isPeople(given)) throw new Error("These are people: give an organization.");
    return given;
  }
  return organizationOf(given, callerOf(callee));
}

/** @throws with all that is wrong */
function chosen({ loaded, from, wanted }: Read) {
  const { configuration, findings } = loaded;
  if (configuration === null) {
    const errors = findings.filter(({ severity }) => severity === "error");
    const count = errors.length === 1 ? "1 error" : `${errors.length} errors`;
    throw new Error(`${from}: ${count}\n${errors.map(lineOf).join("\n")}`);
  }
  const all = configuration.connections.flatMap(({ connection, organizations }) =>
    organizations.map((address) => ({ address, platform: platformOf(connection.platform) })),
  );
  const names = all.map(({ address }) => address);
  const meantOne = wanted === undefined ? null : addressOf(null, "", wanted);
  const fitting = meantOne === null ? all : all.filter(({ address }) => address === meantOne);
  const [only, second] = fitting;
  if (only === undefined) {
    const what = meantOne === null ? "no organization" : `no organization ${quote(meantOne)}`;
    throw new Error(`${from} holds ${what}${names.length === 0 ? "." : `; it holds ${names.join(", ")}.`}`);
  }
  if (second !== undefined) {
    throw new Error(
      `${from} holds several organizations: say which one, organization: ${quote(only.address)}.`,
    );
  }
  return { ...only, configuration };
}

function lineOf({ position, address, message, code }: Finding): string {
  const place =
    position === undefined ? (address ?? "") : `${position.file}:${position.line}:${position.column}`;
  return `${place === "" ? "" : `${place}: `}${message} [${code}]`;
}

function platformOf(name: string): Platform {
  const platform = platforms.find((each) => each.name === name);
  if (platform === undefined) throw new Error(`no platform ${name}`);
  return platform;
}

/** What is written of one organization. */
function unitOf({ connections }: Configuration, platform: Platform, address: Address) {
  const own = connections.find(({ organizations }) => organizations.includes(address));
  const within = <T>(of: ReadonlyMap<Address, T>) =>
    new Map([...of].filter(([each]) => rootOf(each) === address));
  return {
    platform,
    provider: null,
    desired: {
      resources: within(own?.desired.resources ?? new Map()),
      managed: within(own?.desired.managed ?? new Map()),
    },
  };
}

/** The address of a collection by its name in `manage`. */
function addressUnder(platform: Platform, root: Address, name: string, parents: readonly string[]): Address {
  let holder = rootKind(platform);
  let address = root;
  const parts = name.split(".");
  for (const [index, part] of parts.entries()) {
    const kinds = childKinds(platform, holder.name);
    const kind = kinds.find((each) => each.collection === part);
    const known = kinds.map((each) => each.collection);
    if (kind === undefined) {
      throw new Error(
        `${holder.name} has no collection ${quote(part)}${meant(part, known) || `. It has: ${known.join(", ") || "none"}.`}`,
      );
    }
    if (index === parts.length - 1) return collectionOf(address, part);
    const key = parents[index];
    if (key === undefined) throw new Error(`${name} needs the key of the ${kind.name} that holds it.`);
    address = addressOf(address, part, foldKey(kind, key));
    holder = kind;
  }
  return address;
}

/** One variable of a name in a stack, whoever needs it. */
function variableIn(
  core: Core,
  stack: Construct,
  name: string,
  description: string,
  ephemeral: boolean,
): CoreElement {
  const there = stack.node.tryFindChild(name);
  if (there instanceof core.TerraformVariable) return there;
  const made = new core.TerraformVariable(stack, name, { type: "string", description, sensitive: true });
  if (ephemeral) made.addOverride("ephemeral", true);
  return made;
}

function rootBlock(blocks: readonly Block[]): Block {
  const [root] = blocks;
  if (root === undefined) throw new Error("An organization that shall be absent cannot be made.");
  return root;
}
