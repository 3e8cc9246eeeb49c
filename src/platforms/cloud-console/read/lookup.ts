import { all, isBlind } from "../../../http/pass.ts";
import { foldEmail } from "../../../model/keys.ts";
import type { Presence, Reading } from "../../../model/platform.ts";
import type { Failure, Reader } from "../../../model/protocol.ts";
import { answers, decode, malformed } from "../contract.ts";
import { enterprises, get } from "../requests.ts";

/**
 * Who has an account, asked before anything is applied: nobody else can be invited (cloud-console.md §6.3). The live
 * service may hide this (§3.5 U1): what says anything but `user_not_registered` says nothing about the person.
 */
export const lookup: NonNullable<Reading["lookup"]> = async (reader, names) => {
  const found = new Map<string, Presence>();
  const failure = await all(
    [...new Set(names)].map(async (name) => {
      const presence = await presenceOf(reader, name);
      if (typeof presence !== "string" && "ok" in presence) return presence;
      found.set(name, presence);
      return null;
    }),
  );
  return failure ?? found;
};

async function presenceOf(reader: Reader, email: string): Promise<Presence | Failure> {
  const what = `users, ${email}`;
  const read = decode(answers.user, await reader.read(get(enterprises("users"), { email })), what);
  if (read.ok) {
    const other = foldEmail(read.value.email) !== foldEmail(email);
    return other ? malformed(what, `it is about ${read.value.email}`) : { account: read.value.id };
  }
  if (read.reason === "missing" && read.code === "user_not_registered") return "missing";
  return isBlind(read) ? "unknown" : read;
}
