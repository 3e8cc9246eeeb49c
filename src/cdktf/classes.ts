/** Classes of constructs, made from the schemas. */
import type { Construct } from "constructs";
import { meant } from "../config/words.ts";
import { rootKind } from "../model/platform.ts";
import { providerSource } from "../terraform/print/files.ts";
import { mapAttribute, snake } from "../terraform/schema/names.ts";
import type { DataSource, ResourceType } from "../terraform/schema/resources.ts";
import { unsettable } from "../terraform/schema/resources.ts";
import type { Schema } from "../terraform/schema/types.ts";
import type { Core, CoreElement, CoreResource } from "./core.ts";
import { camel, spellerOf } from "./names.ts";
import { defineOutputs } from "./outputs.ts";
import { checkProps, metaNames, metaOf, type Props, written } from "./props.ts";
import { checkStack } from "./stack.ts";

/** A class that was made here. */
interface Made<Element> {
  new (scope: Construct, id: string, props: Props): Element;
  readonly tfResourceType: string;
}

/** What a stack needs to know of the provider. */
export const generator = { providerName: "charter" };

export function resourceClass(core: Core, { name, form, kind, schema }: ResourceType): Made<CoreResource> {
  const { attributes } = schema;
  const spell = spellerOf(kind);
  class Resource extends core.TerraformResource {
    static readonly tfResourceType: string = name;
    readonly #given: Props;

    constructor(scope: Construct, id: string, props: Props) {
      checkStack(core, scope);
      const what = `${name} "${id}"`;
      checkProps(what, attributes, spell, props, metaNames);
      super(scope, id, {
        terraformResourceType: name,
        terraformGeneratorMetadata: generator,
        ...metaOf(props),
      });
      this.#given = { ...props, ...unsetOf(what, unsettable(kind), props) };
    }

    synthesizeAttributes(): Props {
      return written(core, attributes, spell, this.#given);
    }
  }
  defineOutputs(core, Resource.prototype, attributes, spell);
  if (form === "all") {
    const map = mapAttribute(kind);
    Object.defineProperty(Resource.prototype, "keys", {
      configurable: true,
      get(this: Resource) {
        const produce = () => `\${jsonencode(keys(${name}.${this.friendlyUniqueId}.${map}))}`;
        return core.Lazy.stringValue({ produce });
      },
    });
  }
  return Resource;
}

/** Names of attributes in `unset`, as Terraform has them. */
function unsetOf(what: string, known: readonly string[], { unset }: Props): Props {
  if (!Array.isArray(unset)) return {};
  return {
    unset: unset.map((each: unknown) => {
      const name = String(each);
      if (known.includes(name)) return snake(name);
      const hint = meant(name, known) || `. Those that can: ${known.join(", ") || "none"}.`;
      throw new Error(`${what} cannot unset ${name}${hint}`);
    }),
  };
}

export function sourceClass(core: Core, { name, form, platform, schema }: DataSource): Made<CoreResource> {
  const { attributes } = schema;
  const spell = spellerOf(form === "access" ? null : rootKind(platform));
  class Source extends core.TerraformDataSource {
    static readonly tfResourceType: string = name;
    readonly #given: Props;

    constructor(scope: Construct, id: string, props: Props) {
      checkStack(core, scope);
      checkProps(`data.${name} "${id}"`, attributes, spell, props, metaNames);
      super(scope, id, {
        terraformResourceType: name,
        terraformGeneratorMetadata: generator,
        ...metaOf(props),
      });
      this.#given = props;
    }

    synthesizeAttributes(): Props {
      return written(core, attributes, spell, this.#given);
    }
  }
  defineOutputs(core, Source.prototype, attributes, spell);
  return Source;
}

export function providerClass(core: Core, { attributes }: Schema): Made<CoreElement> {
  class CharterProvider extends core.TerraformProvider {
    static readonly tfResourceType = "charter";
    readonly #given: Props;

    constructor(scope: Construct, id: string, props: Props = {}) {
      checkStack(core, scope);
      checkProps(`The provider "${id}"`, attributes, camel, props, ["alias"]);
      super(scope, id, {
        terraformResourceType: "charter",
        terraformGeneratorMetadata: generator,
        terraformProviderSource: providerSource,
      });
      this.#given = props;
    }

    /** The core asks for it when a resource names its provider. */
    get alias(): string | undefined {
      const { alias } = this.#given;
      return typeof alias === "string" ? alias : undefined;
    }

    synthesizeAttributes(): Props {
      const { alias } = this;
      return { ...(alias === undefined ? {} : { alias }), ...written(core, attributes, camel, this.#given) };
    }
  }
  return CharterProvider;
}
