import type { Store } from "../store.ts";
import { type Executable, principalsOf } from "./executables.ts";
import type { Describable } from "./fields.ts";

/** What an app or a global workflow says of itself (dnanexus.md §3.7). */
export function describableExecutable(store: Store, executable: Executable): Describable {
  return {
    standard: {
      id: () => executable.id,
      class: () => executable.class,
      name: () => executable.name,
      version: () => executable.version,
      title: () => executable.title,
      billTo: () => executable.billTo,
      createdBy: () => executable.createdBy,
      created: () => executable.created,
      modified: () => executable.modified,
      categories: () => executable.categories,
      // The CLI lists users from here, not from listAuthorizedUsers (§7.3).
      authorizedUsers: () => principalsOf(store, executable, "authorized"),
    },
  };
}
