import type { Capabilities } from "../../model/capabilities.ts";
import { plainStyle, type Style } from "../style.ts";
import { table } from "../text.ts";
import { notesOf, removals, standings, yesNo } from "./words.ts";

/** All platforms, a line each. */
export function platformsText(platforms: readonly Capabilities[], style: Style = plainStyle): string {
  const [head = "", ...lines] = table([
    ["PLATFORM", "NAME", "CONTRACT", "MANAGES"],
    ...platforms.map(({ name, title, contract, kinds }) => [
      name,
      title,
      standings[contract.standing],
      kinds.map(({ path, kind }) => (path === "" ? kind : path)).join(", "),
    ]),
  ]);
  const hint = "charter platforms NAME shows what can be done with each, and what signing in takes.";
  return `${[style.heading(head), ...lines, "", hint].join("\n")}\n`;
}

/** One platform: what can be done with each kind, and what signing in takes. */
export function platformText(platform: Capabilities, style: Style = plainStyle): string {
  const { title, name, contract, kinds, hosts, credentials } = platform;
  const [head = "", ...lines] = table([
    ["IN A FILE", "CREATED", "CHANGED", "REMOVED", ""],
    ...kinds.map((kind) => [
      kind.path === "" ? `(${kind.kind})` : kind.path,
      yesNo(kind.create),
      yesNo(kind.update),
      removals[kind.removal],
      notesOf(kind).join("; "),
    ]),
  ]);
  return [
    style.heading(`${title} (${name})`),
    `Contract: ${standings[contract.standing]}. ${contract.note}`,
    "",
    style.heading(head),
    ...lines,
    "",
    style.heading("HOSTS"),
    ...table(hosts.map((host) => [host.name, host.url ?? "no usual URL", host.description])),
    "",
    style.heading("CREDENTIAL"),
    ...table(
      credentials.map(({ variable, optional, description }) => [
        variable,
        optional ? "where there is one" : "needed",
        description,
      ]),
    ),
    "",
  ].join("\n");
}
