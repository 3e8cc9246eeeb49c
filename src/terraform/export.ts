import type { Finding } from "../model/finding.ts";
import { contextOf, load } from "../run/context.ts";
import type { Result, RunOptions } from "../run/options.ts";
import { expandConfiguration } from "./expand/configuration.ts";
import { type ModuleFile, moduleFiles, type Syntax } from "./print/files.ts";

export type { ModuleFile };

export interface ExportTerraformOptions extends RunOptions {
  /** The language of what is written: Terraform's own, or its JSON form. Default: its own. */
  readonly syntax?: Syntax;
  /** Blocks that take over what is live. Default true. */
  readonly imports?: boolean;
}

/**
 * The same organizations as a module of Terraform. Needs no credential and talks to nobody. What Terraform cannot say is
 * among the findings.
 */
export async function exportTerraform(
  options: ExportTerraformOptions = {},
): Promise<Result<readonly ModuleFile[]>> {
  const loaded = await load(options);
  if (!loaded.ok) return loaded;
  const { platforms } = contextOf(options);
  const expansion = expandConfiguration(loaded.value, platforms, { imports: options.imports ?? true });
  const findings: readonly Finding[] = [...loaded.findings, ...expansion.findings];
  return { ok: true, value: moduleFiles(expansion, options.syntax ?? "hcl"), findings };
}
