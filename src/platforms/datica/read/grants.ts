import type { Pass } from "../../../http/pass.ts";
import type { Failure } from "../../../model/protocol.ts";
import type { Resource } from "../../../model/resource.ts";
import { answers, decode } from "../contract.ts";
import { requests } from "../requests.ts";
import { grantResource } from "../resources.ts";
import { hasEverything } from "../roles.ts";
import { endsRead, type PlacedEnvironment } from "./environments.ts";
import type { People } from "./people.ts";
import { wordsOf } from "./words.ts";

/** By account: environments that were granted and do not count while the role gives all of them (datica.md §5.8). */
export type Stored = Map<string, string[]>;

/** Who has access to an environment. Ids only: who that is, the members tell. */
export async function readGrants(
  pass: Pass,
  environment: Resource,
  { id, pod }: PlacedEnvironment,
  people: People,
  stored: Stored,
): Promise<Failure | null> {
  const answer = await pass.reader.read(requests.environmentUsers(id, pod));
  const read = decode(answers.environmentUsers, answer, `users of environment ${id}`);
  if (!read.ok) {
    if (endsRead(read)) return read;
    pass.unreadable(environment.address, "grants", wordsOf(read));
    return null;
  }
  for (const user of new Set(read.value.users)) {
    if (hasEverything(people.withId(user)?.role)) stored.set(user, [...(stored.get(user) ?? []), id]);
    else pass.resource(grantResource(environment.address, people.keyOf(user), user));
  }
  return null;
}
