/**
 * Live state. Requests of a read:
 *
 * - the actor's organizations: one list; the overview of billing where it is wanted, or where an organization is
 *   sought that is not among the actor's own; the regions
 * - in each organization that is sought: one list each of its projects and of its owner and administrators; the offer
 *   of ownership, where owners or administrators are wanted; where groups are wanted, their list and one detail each,
 *   since no list holds their members
 *
 * Projects and managers are read whether they are wanted or not: the ones tell what a destroyed organization takes
 * along, the others who may do anything. An organization in which nothing is wanted is read whole: perhaps it shall go.
 * All of it side by side; the client limits how many requests are under way.
 */
import { isFailure } from "../../http/failure.ts";
import { all, createPass, isBlind, wordsOf } from "../../http/pass.ts";
import { foldEmail } from "../../model/keys.ts";
import { type Observation, type Reading, type ReadRequest, seeker } from "../../model/platform.ts";
import type { Failure, Reader } from "../../model/protocol.ts";
import { order } from "../../model/value.ts";
import { answers, decode } from "./contract.ts";
import { type Billing, readBilling } from "./read/billing.ts";
import { lookup } from "./read/lookup.ts";
import { emitStranger, readOrganization } from "./read/organization.ts";
import { slugs } from "./read/regions.ts";
import { enterprises, get } from "./requests.ts";
import { organizationAddress } from "./resources.ts";

async function read(
  reader: Reader,
  request: ReadRequest,
  emit: (observation: Observation) => void,
): Promise<Failure | null> {
  const pass = createPass(reader, request, emit);
  const own = await listOrganizations(pass.reader);
  if (isFailure(own)) return own;
  const isSought = seeker(request.organizations);
  const mine = own.filter(({ id, name }) => isSought(id, name));
  let overview: Promise<Billing | Failure> | null = null;
  const billing = (): Promise<Billing | Failure> => {
    overview ??= readBilling(pass.reader);
    return overview;
  };
  const missing = request.organizations.filter((each) => {
    const isIt = seeker([each]);
    return !mine.some(({ id, name }) => isIt(id, name));
  });
  const regions = mine.length === 0 ? null : slugs(pass.reader);
  const parts = mine.map((record) =>
    readOrganization(pass, record, request.actor, { billing, regions: regions ?? slugs(pass.reader) }),
  );
  if (missing.length > 0) {
    const seen = await billing();
    if (!isFailure(seen)) {
      const ids = new Set(own.map(({ id }) => id));
      for (const record of seen.values()) {
        if (!ids.has(record.id) && isSought(record.id, record.name))
          emitStranger(pass, record, request.actor, seen);
      }
    } else if (isBlind(seen)) {
      // Perhaps it is one whose billing the actor sees and nothing else: then it must not be made a second time.
      for (const { key } of missing) pass.unreadable(organizationAddress(key), null, wordsOf(seen));
    } else parts.push(Promise.resolve(pass.stop(seen)));
  }
  return all(parts);
}

async function listOrganizations(reader: Reader) {
  const read = decode(answers.organizations, await reader.read(get(enterprises("orgs"))), "organizations");
  return read.ok ? read.value : read;
}

/** Organizations that the actor manages: of the others it cannot see enough. */
async function discover(reader: Reader): Promise<readonly string[] | Failure> {
  const list = await listOrganizations(reader);
  if (isFailure(list)) return list;
  const ids = list.filter(({ role }) => role !== "member").map(({ id }) => id);
  return [...new Set(ids)].sort(order);
}

/** Reading the Cloud Console. */
export const reading: Reading = {
  identify: async (reader) => {
    const me = decode(answers.user, await reader.read(get(enterprises("users", "me"))), "users/me");
    if (!me.ok) return me;
    const { email, fullName } = me.value;
    return { id: foldEmail(email), ...(fullName ? { name: fullName } : {}) };
  },
  read,
  discover,
  lookup,
};
