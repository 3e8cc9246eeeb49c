import { type Address, keyOf, rootOf } from "../../model/address.ts";
import type { AccessChange } from "../../model/plan.ts";
import { canonical, order } from "../../model/value.ts";
import { show } from "../escape.ts";
import { type Bounds, bounded, count, howToSee, list, more, plural, table } from "../text.ts";
import { type Line, line, type Mark } from "./line.ts";

/** Rows that read the same but for the target (or the person) are one line. */
interface Row {
  readonly mark: Mark;
  readonly who: readonly string[];
  readonly targets: readonly Address[];
  readonly what: string;
  readonly via: string;
}

/** `+ user-mallory  raw-data  DOWNLOAD  via org-qc`, by organization; grouped and counted when there are many. */
export function accessLines(changes: readonly AccessChange[], bounds: Bounds): readonly Line[] {
  const byRoot = new Map<Address, AccessChange[]>();
  for (const change of changes) {
    const root = rootOf(change.target);
    const own = byRoot.get(root);
    if (own === undefined) byRoot.set(root, [change]);
    else own.push(change);
  }
  const lines: Line[] = [];
  let room = bounds.items * 4;
  const organizations = [...byRoot].sort(([a], [b]) => order(a, b));
  for (const [index, [root, own]] of organizations.entries()) {
    if (room <= 0) {
      const others = organizations.slice(index);
      const rows = others.reduce((sum, [, each]) => sum + each.length, 0);
      lines.push(
        line(1, `… and ${count(rows)} more in ${plural(others.length, "organization")} ${howToSee}`),
      );
      break;
    }
    const below = organizationRows(own, bounds);
    room -= below.length;
    lines.push(line(1, show(root)), ...below);
  }
  return lines;
}

function organizationRows(changes: readonly AccessChange[], bounds: Bounds): readonly Line[] {
  const name = namer(changes.map(({ target }) => target));
  const rows =
    changes.length <= bounds.items
      ? changes.map((change) => single(change, bounds.items === Infinity))
      : grouped(changes, bounds.items === Infinity);
  // Where only some can be shown, losses and gains alike: the largest groups first.
  const ordered = rows.length <= bounds.items ? rows : [...rows].sort((a, b) => size(b) - size(a));
  const { shown, rest } = bounded(ordered, bounds.items);
  const texts = table(
    shown.map((row) => {
      const who = row.who.map((each) => show(each));
      const targets = row.targets.map(name);
      return [
        `${row.mark} ${few(who) ? list(who) : plural(who.length, "principal")}`,
        few(targets) ? list(targets) : plural(targets.length, "target"),
        row.what,
        // Who and where, if many, stand last: they are as long as they are.
        [row.via, few(who) ? "" : `(${some(who)})`, few(targets) ? "" : `(${some(targets)})`]
          .join("  ")
          .trim(),
      ];
    }),
  );
  const lines = shown.map((row, index) => line(2, texts[index]?.slice(row.mark.length + 1) ?? "", row.mark));
  return rest === 0 ? lines : [...lines, line(2, more(rest))];
}

function size(row: Row): number {
  return row.who.length * row.targets.length;
}

function few(names: readonly string[]): boolean {
  return names.length <= 3;
}

/** `a, b and 12 more`. */
function some(names: readonly string[]): string {
  return `${names.slice(0, 2).join(", ")} and ${count(names.length - 2)} more`;
}

function single(change: AccessChange, all: boolean): Row {
  return {
    ...meaning(change, all || Math.max(change.gained.length, change.lost.length) <= many),
    who: [change.who],
    targets: [change.target],
  };
}

/** Actions up to which each is named. */
const many = 8;

/**
 * What a row says apart from who and where. `full`: every action by name, also where a level is gained or lost as a
 * whole; otherwise the level's own name says that, and of the others the first are named, so that a long list stays
 * readable.
 */
function meaning(change: AccessChange, full: boolean): Pick<Row, "mark" | "what" | "via"> {
  const { before, after, gained, lost, withheld = [], left = [] } = change;
  const stays = gained.length === 0 && lost.length === 0;
  const mark: Mark = stays ? "~" : lost.length === 0 ? "+" : gained.length === 0 ? "-" : "~";
  const names = (of: readonly string[]): string => {
    const { shown, rest } = bounded(of, full ? Infinity : many - 2);
    return rest === 0 ? shown.join(", ") : `${shown.join(", ")} and ${count(rest)} more`;
  };
  const takers = [...new Set(withheld.map(({ by }) => by))];
  const taken = takers.length === 0 ? "" : ` (${takers.join(", ")})`;
  const actions = [
    ...(stays ? [`keeps ${after}`] : []),
    ...(gained.length === 0 ? [] : [mark === "+" ? names(gained) : `gains ${names(gained)}`]),
    ...(lost.length === 0 ? [] : [`${mark === "-" ? "" : "loses "}${names(lost)}${taken}`]),
  ].join("; ");
  const whole = before === null ? after : after === null ? before : null;
  const levels = before === after || whole !== null || stays ? "" : ` (${before} → ${after})`;
  const what = whole === null || full ? `${actions}${levels}` : whole;
  const paths = change.via.join(", ");
  const now = paths === "" || paths === "direct" ? paths : `via ${paths}`;
  const via = left.length === 0 ? now : `${now}, no longer ${left.join(", ")}`;
  return { mark, what: show(what, 500), via: show(via, 300) };
}

/** Joins rows by person or by target, whichever gives fewer lines. */
function grouped(changes: readonly AccessChange[], full: boolean): readonly Row[] {
  const byWho = groupBy(changes, full, (change) => change.who);
  const byTarget = groupBy(changes, full, (change) => change.target);
  return byTarget.length < byWho.length ? byTarget : byWho;
}

function groupBy(
  changes: readonly AccessChange[],
  full: boolean,
  pivot: (change: AccessChange) => string,
): readonly Row[] {
  const groups = new Map<string, { first: AccessChange; who: Set<string>; targets: Set<Address> }>();
  for (const change of changes) {
    const { before, after, gained, lost, via, left = [], withheld = [] } = change;
    const by = withheld.map((each) => `${each.action} ${each.by}`);
    const key = canonical([pivot(change), before, after, gained, lost, via, left, by]);
    const group = groups.get(key) ?? { first: change, who: new Set<string>(), targets: new Set<Address>() };
    groups.set(key, group);
    group.who.add(change.who);
    group.targets.add(change.target);
  }
  return [...groups.values()].map(({ first, who, targets }) => ({
    ...meaning(first, full),
    who: [...who],
    targets: [...targets],
  }));
}

/** A target by its key, as people call it; by its path where two of them would read the same. */
function namer(targets: readonly Address[]): (target: Address) => string {
  const keys = new Map<string, Address | null>();
  for (const target of new Set(targets)) {
    const key = keyOf(target);
    keys.set(key, keys.has(key) ? null : target);
  }
  return (target) => {
    const key = keyOf(target);
    return show(keys.get(key) === null ? target.slice(rootOf(target).length + 1) || target : key);
  };
}

/** `12 gained, 3 lost`: rows, which are one principal on one target each. */
export function accessCounts(changes: readonly AccessChange[]): string {
  let gains = 0;
  let losses = 0;
  let stays = 0;
  for (const { gained, lost } of changes) {
    if (gained.length > 0) gains += 1;
    if (lost.length > 0) losses += 1;
    if (gained.length + lost.length === 0) stays += 1;
  }
  const kept = stays === 0 ? "" : `, ${count(stays)} kept by other ways`;
  return `${count(gains)} gained, ${count(losses)} lost${kept}`;
}
