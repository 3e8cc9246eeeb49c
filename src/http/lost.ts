/** What the `find` of writes shares: how to tell what became of a write whose answer was lost. */
import type { Failure, Success } from "../model/protocol.ts";
import type { Value } from "../model/value.ts";
import { failure } from "./failure.ts";

/** The write was carried out; `body` is what its answer would have told. */
export function found(body: Value): Success {
  return { ok: true, status: 200, body };
}

/**
 * Where several objects may have one name, only one that was not there when the run started can be the one that the
 * write made. Null: there is none.
 *
 * @param several begins the sentence for more than one: `Several new projects are named "raw"`
 */
export function onlyNew(
  list: readonly { readonly id: string | number }[],
  known: (id: string) => boolean,
  several: string,
): Success | null | Failure {
  const [only, second] = list.filter(({ id }) => !known(String(id)));
  if (only === undefined) return null;
  if (second === undefined) return found({ id: only.id });
  return failure(
    "conflict",
    "Ambiguous",
    `${several}: ${only.id}, ${second.id}. Say which one is meant by its id.`,
  );
}
