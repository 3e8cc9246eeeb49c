import type { WritePolicy } from "../../model/protocol.ts";
import { answers, decode } from "./contract.ts";
import { get, segmentsOf } from "./requests.ts";

/**
 * What an organization or a team says of itself, which is written whole: there is no check of the platform's own, and
 * the last writer wins (marketplace.md §4).
 */
export const currentDetails: NonNullable<WritePolicy["current"]> = async (reader, request) => {
  const path = segmentsOf(request);
  const read = decode(answers.details, await reader.read(get(path)), path.join("/"));
  if (!read.ok) return read;
  const { name, description } = read.value.data;
  return { ok: true, value: { name, description: description ?? "" } };
};
