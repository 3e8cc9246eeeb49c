/** What a configuration becomes: blocks of Terraform as plain data. */
import type { Address } from "../../model/address.ts";
import type { Finding } from "../../model/finding.ts";
import type { Kind } from "../../model/kind.ts";
import type { Platform } from "../../model/platform.ts";
import type { Expression, Member } from "./expression.ts";

/** A `resource` block. */
export interface Block {
  /** `TYPE.NAME`; what {@link Expression} refers to. */
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly platform: Platform;
  readonly kind: Kind;
  readonly form: "one" | "all";
  /** The organization that it belongs to. */
  readonly organization: Address;
  readonly forEach: Expression | null;
  readonly attributes: readonly Member[];
  /** By address of the resource, or of the collection where it is whole: its key in `for_each`, null where there is none. */
  readonly instances: ReadonlyMap<Address, string | null>;
  /** Blocks that come first although no attribute speaks of them. */
  readonly dependsOn: readonly string[];
  /** The alias of its provider; null: the default one. */
  readonly provider: string | null;
}

/** An `import` block for one instance. */
export interface Import {
  readonly block: string;
  readonly key: string | null;
  readonly id: string;
  readonly provider: string | null;
}

export interface Variable {
  readonly name: string;
  readonly description: string;
  /** Never in plan or state: for what is write-only. */
  readonly ephemeral: boolean;
}

/** A `provider` block; the default one has no alias. */
export interface ProviderBlock {
  readonly alias: string | null;
  readonly attributes: readonly Member[];
}

export interface Resources {
  /** What is referred to comes first. */
  readonly blocks: readonly Block[];
  readonly imports: readonly Import[];
  readonly variables: readonly Variable[];
  /** What Terraform cannot say; never an error. */
  readonly findings: readonly Finding[];
}

export interface Expansion extends Resources {
  readonly providers: readonly ProviderBlock[];
  /** The least version of Terraform that understands all of it. */
  readonly requiredVersion: string;
}
