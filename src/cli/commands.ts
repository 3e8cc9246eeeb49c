import type { CommandDefinition } from "./command.ts";

/** A command as the list shows it; its module is loaded only when it is the one that was called. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<CommandDefinition>;
}

/** All commands, in the order of the help: as somebody meets them. */
export const commands: readonly CommandEntry[] = [
  {
    name: "init",
    summary: "start a configuration in a folder",
    load: async () => (await import("./init.ts")).init,
  },
  {
    name: "import",
    summary: "write the configuration of organizations that exist",
    load: async () => (await import("./import.ts")).importCommand,
  },
  {
    name: "validate",
    summary: "check the configuration, without a platform",
    load: async () => (await import("./validate.ts")).validate,
  },
  {
    name: "plan",
    summary: "show what would change, and who would gain or lose access",
    load: async () => (await import("./plan.ts")).plan,
  },
  {
    name: "apply",
    summary: "carry a plan out",
    load: async () => (await import("./apply.ts")).apply,
  },
  {
    name: "runs",
    summary: "show what was applied, by whom, and what became of it",
    load: async () => (await import("./runs.ts")).runs,
  },
  {
    name: "unlock",
    summary: "break the lock of an apply that ended on another machine",
    load: async () => (await import("./unlock.ts")).unlock,
  },
  {
    name: "drift",
    summary: "report what was changed behind the configuration",
    load: async () => (await import("./drift.ts")).drift,
  },
  {
    name: "access",
    summary: "show who can do what where, and by which path",
    load: async () => (await import("./access.ts")).access,
  },
  {
    name: "export",
    summary: "write the same organizations for Terraform",
    load: async () => (await import("./export.ts")).exportCommand,
  },
  {
    name: "fmt",
    summary: "bring configuration files into their usual form",
    load: async () => (await import("./fmt.ts")).fmt,
  },
  {
    name: "schema",
    summary: "print the JSON Schema of configuration files",
    load: async () => (await import("./schema.ts")).schema,
  },
  {
    name: "platforms",
    summary: "list the platforms and what can be done on each",
    load: async () => (await import("./platforms.ts")).platforms,
  },
  {
    name: "sandbox",
    summary: "run a server that speaks a platform's API",
    load: async () => (await import("./sandbox.ts")).sandbox,
  },
  {
    name: "terraform",
    summary: "install or package the provider for Terraform and OpenTofu",
    load: async () => (await import("./terraform.ts")).terraform,
  },
  {
    name: "completion",
    summary: "print the completion script of a shell",
    load: async () => (await import("./completion.ts")).completion,
  },
];
