/** Keys that name people, in one organization: what `person:NAME` stands for there, and whose a handle is. */
import type { Person } from "../../model/configuration.ts";
import { foldKey, type Kind } from "../../model/kind.ts";
import { peopleByKey, referredName } from "../../model/people.ts";
import { placeText } from "../findings.ts";
import { meant, quote } from "../words.ts";
import { type People, peopleOn } from "./read.ts";

export interface Names {
  /** The folded key that `person:NAME` stands for, or what is wrong with it. */
  readonly resolve: (kind: Kind, written: string) => { readonly key: string } | { readonly message: string };
  /** Whose handle a folded key of the kind is. */
  readonly holder: (kind: Kind, key: string) => Person | undefined;
}

/** @param connection null where it is not known which one it is: that has been said elsewhere */
export function namesOn(people: People, connection: string | null): Names {
  const here = connection === null ? [] : peopleOn(people, connection);
  const byKind = new Map<Kind, ReadonlyMap<string, Person>>();
  return {
    resolve: (kind, written) => {
      const name = referredName(written);
      const entered = name === null ? undefined : people.get(name);
      if (entered === undefined) {
        const said = written.slice(written.indexOf(":") + 1);
        const near = meant(said, people.keys()) || ".";
        const none = people.size === 0 ? " No file of this folder names people: write people: { … }." : "";
        return { message: `${quote(said)} is nobody in people${near}${none}` };
      }
      const handle = connection === null ? undefined : entered.handles.get(connection);
      if (handle !== undefined) return { key: foldKey(kind, handle.handle) };
      // Whatever is wrong with the connection is said where that is written.
      if (connection === null) return { key: written };
      return {
        message: `${entered.name} has no handle on ${connection}: write one at ${placeText(entered.place)}, under handles.`,
      };
    },
    holder: (kind, key) => {
      if (kind.key.person !== true || here.length === 0) return undefined;
      let index = byKind.get(kind);
      if (index === undefined) {
        index = peopleByKey(kind, here);
        byKind.set(kind, index);
      }
      return index.get(key);
    },
  };
}

/** What a line about somebody who is gone is told. */
export function goneMessage(written: string, { name, gone, expires, source }: Person): string {
  const at = source?.position();
  const where = at === undefined ? "" : ` (${at.file}:${at.line}:${at.column})`;
  const why = gone === "left" ? "who has left" : `whose time ran out with ${expires ?? "a day of the past"}`;
  return `${quote(written)} is ${name}, ${why}${where}: take the line out. Nothing of theirs stays anywhere.`;
}
