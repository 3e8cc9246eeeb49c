/**
 * What `cdktf.json` runs. In a checkout no package is installed under the name that stack.ts imports, as a project of
 * your own has it; that is all that this file is for.
 */
import { registerHooks } from "node:module";

const here: Readonly<Record<string, string>> = {
  "orgcharter/cdktf": "../../src/cdktf/cdktf.ts",
  "orgcharter/cdktn": "../../src/cdktf/cdktn.ts",
};

registerHooks({
  resolve: (specifier, context, next) => {
    const file = here[specifier];
    return file === undefined
      ? next(specifier, context)
      : { url: new URL(file, import.meta.url).href, shortCircuit: true };
  },
});

await import("./stack.ts");
