/** Something else is there already. */

import type { Live } from "../../../run/live.ts";
import type { Diagnostic, TfObject } from "../../contract.ts";
import type { ResourceType } from "../../schema/resources.ts";
import { problem, warning } from "../diagnostics.ts";
import { liveAt } from "../status.ts";
import type { Subject } from "../subject.ts";
import { textOf } from "../values.ts";

import { keyPath } from "./object.ts";

/**
 * Something is there already that a create would take over.
 *
 * | kind | written id | |
 * | --- | --- | --- |
 * | has a label, can be made | no | error: a name does not say that it is the one that is meant |
 * | cannot be made | any | nothing: taking over is all that can be done |
 * | other | | a warning |
 */
export function takenOver(
  { kind, name }: ResourceType,
  live: Live,
  subject: Subject,
  config: TfObject,
): Diagnostic | null {
  const found = liveAt(kind, live.live, subject.address);
  if (found === undefined || !kind.can.create || typeof config["platform_id"] === "string") return null;
  if (kind.labelled === undefined) {
    return warning(
      "It is there already",
      `${subject.address} is live. Applying takes it over and makes it as it is written here; import it to see first what changes.`,
      keyPath,
    );
  }
  return problem(
    "It is there already",
    `${subject.address} is live (${found.id ?? found.key}). If it is the one that is meant, import it: ` +
      `terraform import ${name}.NAME '${subject.address}?id=${found.id ?? ""}', or write platform_id = "${found.id ?? ""}". ` +
      "If it is not, choose another name.",
    keyPath,
  );
}

/** Another object has the name now. */
export function impostor(
  type: ResourceType,
  live: Live,
  subject: Subject,
  prior: TfObject,
): Diagnostic | null {
  const id = textOf(prior["platform_id"] ?? null);
  const found = liveAt(type.kind, live.live, subject.address);
  if (type.kind.labelled === undefined || id === null || found === undefined || found.id === id) return null;
  return problem(
    "It is another one",
    `${subject.address} was ${id} and is not live any more; ${found.id} has its name. Refresh the state and plan again.`,
    keyPath,
  );
}
