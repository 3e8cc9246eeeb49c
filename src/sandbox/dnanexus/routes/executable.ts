import { field, optional, text, texts } from "../../shape.ts";
import { requireBillable } from "../billing.ts";
import type { Call } from "../call.ts";
import { describableExecutable } from "../executable-describe.ts";
import {
  addPrincipal,
  type Executable,
  type ExecutableClass,
  type ExecutableRole,
  principalsOf,
  rebill,
  removePrincipal,
} from "../executables.ts";
import { describe } from "../fields.ts";
import { authorized, onlyDeveloper } from "../permissions.ts";
import { resolvePrincipal } from "../principals.ts";
import { onExecutable, type Route } from "../route.ts";

/** Apps and global workflows, and who may use and change them (dnanexus.md §3.7). */
export const executableRoutes: readonly Route[] = [
  ...routesOf("app"),
  onExecutable("app", "update", "write", onlyDeveloper, update),
  ...routesOf("globalworkflow"),
];

function routesOf(of: ExecutableClass): Route[] {
  return [
    onExecutable(of, "describe", "read", authorized, (call, executable) =>
      describe(call.body, describableExecutable(call.store, executable)),
    ),
    ...listRoutes(of, "AuthorizedUsers", "authorizedUsers", "authorized"),
    ...listRoutes(of, "Developers", "developers", "developer"),
  ];
}

/** Add to, remove from and show one of the two lists; `key` is what it is called in bodies. */
function listRoutes(of: ExecutableClass, noun: string, key: string, role: ExecutableRole): Route[] {
  return [
    onExecutable(of, `add${noun}`, "write", onlyDeveloper, (call, executable) => {
      for (const named of texts(field(call.body, key))) {
        addPrincipal(call.store, executable, role, resolvePrincipal(call.store, named));
      }
      return { id: executable.id };
    }),
    // Whoever is not there, or not at all, is removed with success (§6.24).
    onExecutable(of, `remove${noun}`, "write", onlyDeveloper, (call, executable) => {
      for (const named of texts(field(call.body, key))) {
        removePrincipal(call.store, executable, role, named);
      }
      return { id: executable.id };
    }),
    onExecutable(of, `list${noun}`, "read", onlyDeveloper, (call, executable) => ({
      [key]: principalsOf(call.store, executable, role),
    })),
  ];
}

/** Only the payer can be changed, for all versions at once (§5). */
function update(call: Call, app: Executable): unknown {
  const billTo = optional(field(call.body, "billTo"), text);
  if (billTo !== undefined && billTo !== app.billTo) {
    requireBillable(call, billTo);
    rebill(call.store, app, billTo, call.now);
  }
  return { id: app.id };
}
