import type { Capabilities } from "../../model/capabilities.ts";
import { notesOf, removals, standings, yesNo } from "./words.ts";

/** Capability × platform: what can be done where. */
export function platformsMarkdown(platforms: readonly Capabilities[]): string {
  const rows: readonly (readonly [string, (of: Capabilities) => string])[] = [
    ["contract", ({ contract }) => standings[contract.standing]],
    ["organizations created", ({ kinds }) => yesNo(kinds[0]?.create ?? false)],
    ["organizations changed", ({ kinds }) => yesNo(kinds[0]?.update ?? false)],
    ["organizations removed", ({ kinds }) => removals[kinds[0]?.removal ?? "never"]],
    ["people by invitation", (of) => paths(of, ({ invitation }) => invitation)],
    ["created by a plan", (of) => paths(of, ({ create, path }) => create && path !== "")],
    ["changed in place", (of) => paths(of, ({ update, path }) => update && path !== "")],
    ["removed where left out", (of) => paths(of, ({ removal }) => removal === "omission")],
    [
      "removed where allowed by name",
      (of) => paths(of, ({ removal, path }) => removal === "destroy" && path !== ""),
    ],
    ["lists written whole", (of) => paths(of, ({ wholeList }) => wholeList)],
    ["usual URL", ({ hosts }) => hosts.find(({ url }) => url !== null)?.url ?? "none"],
    ["credential", ({ credentials }) => credentials.map(({ variable }) => variable).join(", ")],
  ];
  return tableOf(
    ["", ...platforms.map(({ title }) => title)],
    rows.map(([title, value]) => [title, ...platforms.map(value)]),
  );
}

/** What can be done with each kind of a platform. */
export function platformMarkdown({ kinds }: Capabilities): string {
  return tableOf(
    ["in a file", "created", "changed", "removed", ""],
    kinds.map((kind) => [
      kind.path === "" ? `(${kind.kind})` : kind.path,
      yesNo(kind.create),
      yesNo(kind.update),
      removals[kind.removal],
      notesOf(kind).join("; "),
    ]),
  );
}

function paths(of: Capabilities, which: (kind: Capabilities["kinds"][number]) => boolean): string {
  return (
    of.kinds
      .filter(which)
      .map(({ path }) => path)
      .join(", ") || "–"
  );
}

/** The texts are declared in code, by Charter or by whoever adds a platform: only what would end a cell is escaped. */
function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((each) => each.replaceAll("|", "\\|")).join(" | ")} |`;
  return `${[line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n")}\n`;
}
