/** What Terraform cannot say, in sentences that say what to do. */
import type { Finding } from "../../model/finding.ts";
import type { Kind } from "../../model/kind.ts";
import type { Desired } from "../../model/resource.ts";
import { shortened } from "../../model/text.ts";
import { unsetNames } from "./values.ts";

type Code = "absent" | "gone" | "id" | "previously" | "unset" | "settings";

export function finding(
  code: Code,
  severity: Finding["severity"],
  message: string,
  resource?: Desired,
): Finding {
  const { source, address } = resource ?? {};
  const excerpt = source?.excerpt();
  return {
    code: `terraform/${code}`,
    severity,
    message,
    ...(source === undefined ? {} : { position: source.position() }),
    ...(excerpt === undefined ? {} : { excerpt }),
    ...(address === undefined ? {} : { address }),
  };
}

/** Why a resource is left out of where others may be too, so that leaving it out removes nothing. */
export function leftOut(resource: Desired, kind: Kind): Finding {
  const { address, absentBecause, state } = resource;
  const reason =
    absentBecause === "expired"
      ? "its last day is over"
      : absentBecause === "left"
        ? "the person has left"
        : `it has state: ${state ?? "absent"}`;
  const code = absentBecause === undefined || absentBecause === "configured" ? "absent" : "gone";
  const way = kind.principal
    ? "remove it with charter apply, or let Terraform manage the whole collection"
    : "destroy it with charter apply, or import it into Terraform and destroy it there";
  return finding(
    code,
    "warning",
    `${address} is left out, since ${reason}; Terraform removes only what it has in its state: ${way}.`,
    resource,
  );
}

/** What a resource says beside its attributes that has no place in Terraform. */
export function lostOf(resource: Desired, kind: Kind, form: "one" | "all"): readonly Finding[] {
  const lost: Finding[] = [];
  const { address, previously, attributes, id } = resource;
  if (id !== undefined && kind.labelled === undefined) {
    const message = `${address} has an id, which Terraform does not take here: its key alone says what is meant.`;
    lost.push(finding("id", "note", message, resource));
  }
  if (previously !== undefined && previously.length > 0) {
    const former = shortened(previously);
    const message =
      `${address} was called ${former} before, which Terraform does not know: where its state has the former name, ` +
      "write a moved block.";
    lost.push(finding("previously", "note", message, resource));
  }
  const unset = form === "all" ? unsetNames(attributes) : [];
  if (unset.length > 0) {
    const message =
      `${address} wants no value for ${shortened(unset)}, which a whole collection cannot say in Terraform: it is ` +
      "not managed there. Write a value, or manage the collection additively.";
    lost.push(finding("unset", "warning", message, resource));
  }
  return lost;
}
