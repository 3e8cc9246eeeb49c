import type { Store } from "../store.ts";
import { type Executable, principalsOf } from "./executables.ts";
import type { Describable, FieldSet } from "./fields.ts";
import { idAt } from "./ids.ts";
import { apiVersion } from "./respond.ts";

/**
 * What an app or a global workflow says of itself (dnanexus.md §3.7). The client's text view takes most of these
 * for granted, so that a missing one would crash it; what it can do without, such as inputs, is left out: nothing
 * runs here.
 */
export function describableExecutable(store: Store, executable: Executable): Describable {
  const ofBoth: FieldSet = {
    id: () => executable.id,
    class: () => executable.class,
    name: () => executable.name,
    version: () => executable.version,
    aliases: () => [executable.version],
    title: () => executable.title,
    billTo: () => executable.billTo,
    createdBy: () => executable.createdBy,
    created: () => executable.created,
    modified: () => executable.modified,
    // A time; below 0 while it is not published.
    published: () => (executable.published ? executable.created : -1),
    deleted: () => false,
    categories: () => executable.categories,
    details: () => ({}),
    dxapi: () => apiVersion,
    // The CLI lists users from here, not from listAuthorizedUsers (§7.3).
    authorizedUsers: () => principalsOf(store, executable, "authorized"),
  };
  return { standard: { ...ofBoth, ...(executable.class === "app" ? ofApp(executable) : ofWorkflow) } };
}

function ofApp(app: Executable): FieldSet {
  return {
    // Where the app came from: a name for it, since no applets are kept.
    applet: () => idAt("applet", app.position),
    access: () => ({}),
    // There is no route here that installs an app.
    installed: () => false,
    openSource: () => false,
  };
}

const ofWorkflow: FieldSet = {
  regionalOptions: () => ({}),
};
