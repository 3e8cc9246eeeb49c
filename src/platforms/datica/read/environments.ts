import { isFailure } from "../../../http/failure.ts";
import { addressOf } from "../../../model/address.ts";
import type { Failure, Reader } from "../../../model/protocol.ts";
import type { Resource } from "../../../model/resource.ts";
import { answers, decode, type EnvironmentEntry, malformed } from "../contract.ts";
import { requests } from "../requests.ts";
import { wordsOf } from "./words.ts";

export type PlacedEnvironment = EnvironmentEntry & { readonly pod: string };

/** Every environment that the actor can see, or why not all of them are known. */
export type Environments = readonly PlacedEnvironment[] | { readonly unknown: string };

/**
 * Environments are listed pod by pod, those of all organizations together (datica.md §3a). A pod that does not answer
 * makes the whole unknown: what is in it would look deleted otherwise (§6).
 */
export async function readEnvironments(reader: Reader): Promise<Environments | Failure> {
  const pods = decode(answers.pods, await reader.read(requests.pods), "pods");
  if (!pods.ok) return endsRead(pods) ? pods : { unknown: `The pods cannot be listed. ${wordsOf(pods)}` };
  const names = [...new Set(pods.value.pods.map(({ name }) => name))];
  const lists = await Promise.all(names.map(async (pod) => [pod, await readPod(reader, pod)] as const));
  const found = new Map<string, PlacedEnvironment>();
  const down: string[] = [];
  for (const [pod, list] of lists) {
    if (isFailure(list)) {
      if (endsRead(list)) return list;
      down.push(`Pod ${pod} does not tell its environments. ${wordsOf(list)}`);
      continue;
    }
    for (const each of list) {
      const other = found.get(each.id);
      // Whatever answers does not look at the header: nobody could say where a write would end up.
      if (other !== undefined && other.pod !== pod) {
        return malformed("environments", `${each.id} is in ${other.pod} and in ${pod}`);
      }
      found.set(each.id, { ...each, pod });
    }
  }
  return down.length > 0 ? { unknown: down.join(" ") } : [...found.values()];
}

async function readPod(reader: Reader, pod: string): Promise<readonly EnvironmentEntry[] | Failure> {
  const answer = await reader.read(requests.environments(pod));
  const read = decode(answers.environments, answer, `environments of pod ${pod}`);
  return read.ok ? read.value : read;
}

/** All other failures are about that one place. */
export function endsRead({ reason }: Failure): boolean {
  return reason === "unauthenticated" || reason === "cancelled" || reason === "malformed";
}

export function environmentResource(organization: Resource, entry: PlacedEnvironment): Resource {
  const { id, name, pod, namespace } = entry;
  return {
    address: addressOf(organization.address, "environments", id),
    kind: "environment",
    key: id,
    id,
    attributes: { name, pod },
    facts: { namespace: namespace ?? null },
  };
}
