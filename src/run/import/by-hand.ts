import { inlineText } from "../../config/entry-text.ts";
import { formOf } from "../../config/form.ts";
import { minimal, nested } from "../../config/minimal.ts";
import { keyOf, parentOf } from "../../model/address.ts";
import type { DesiredState } from "../../model/configuration.ts";
import type { Finding } from "../../model/finding.ts";
import type { Platform } from "../../model/platform.ts";
import type { Value } from "../../model/value.ts";
import { formNamed } from "./form.ts";
import type { Edit } from "./turn.ts";

/** An edit that Charter cannot make, with what a person has to do for it. `file` is null where no text holds its place. */
export function byHand(platform: Platform, desired: DesiredState, edit: Edit, file: string | null): Finding {
  const { address } = edit.change;
  const near = desired.resources.get(address) ?? desired.resources.get(parentOf(address) ?? "");
  const position = near?.source?.position();
  const excerpt = near?.source?.excerpt();
  const name = file ?? position?.file ?? "";
  const why = /\.ts$/.test(name)
    ? "Charter does not edit TypeScript"
    : /\.json$/.test(name)
      ? "Charter does not edit JSON"
      : "this part of the file cannot be edited line by line (it uses anchors, a list, or comments inside of braces)";
  return {
    code: "import/by-hand",
    severity: "warning",
    message: `${whatDiffers(platform, edit)}; ${why}.`,
    address,
    ...(position === undefined ? {} : { position }),
    ...(excerpt === undefined ? {} : { excerpt }),
  };
}

function whatDiffers(platform: Platform, { type, change, names }: Edit): string {
  const { address, resource, below } = change;
  if (type === "remove" || resource === null) return `${address} is not live: take its entry out by hand`;
  const form = formNamed(formOf(platform), resource.kind);
  if (type === "add") {
    const key = keyOf(address);
    const members = new Map(nested(form, minimal(form, resource.attributes).attributes));
    if (members.get(form.kind.labelled?.nameAttribute ?? "") === key)
      members.delete(form.kind.labelled?.nameAttribute ?? "");
    if (resource.id !== undefined && form.kind.labelled !== undefined) members.set("id", resource.id);
    const short = members.size === 1 ? members.get(form.shorthand?.name ?? "") : undefined;
    const value: Value = short ?? Object.fromEntries(members);
    const entry = inlineText({ [key]: value }).slice(2, -2);
    const held = below === undefined || below.length === 0 ? "" : ", with what it holds";
    return `${address} is live and not written: add ${entry} to ${form.kind.collection} by hand${held}`;
  }
  const values = names.flatMap((name) => {
    if (name === "state") return ["state: present"];
    const value = resource.attributes[name];
    return value === undefined ? [] : [`${name}: ${inlineText(value)}`];
  });
  return `${address} is not as it is written: write ${values.join(", ")} by hand`;
}
