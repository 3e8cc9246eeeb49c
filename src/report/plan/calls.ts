import { type Call, describeRef, isRef, type Segment } from "../../model/call.ts";
import type { PlannedChange } from "../../model/plan.ts";
import { show, visible } from "../escape.ts";
import { list } from "../text.ts";
import { bodyLines } from "../value.ts";
import { type Line, line, marks } from "./line.ts";

/** The calls as they will be sent: there are no others, and these are not different when they are applied. */
export function callLines(calls: readonly Call[], changes: readonly PlannedChange[]): readonly Line[] {
  const byAddress = new Map(changes.map((change) => [change.address, change]));
  return calls.flatMap((call) => oneCall(call, byAddress));
}

function oneCall(call: Call, changes: ReadonlyMap<string, PlannedChange>): readonly Line[] {
  const host = call.host === undefined ? "" : ` (host ${show(call.host)})`;
  const lines = [line(0, ""), line(1, `${show(call.id)}  ${call.method} ${pathText(call)}${host}`)];
  for (const [name, value] of Object.entries(call.headers ?? {})) {
    lines.push(line(2, `with ${visible(name)}: ${visible(value)}`));
  }
  if (call.body !== undefined) lines.push(...bodyLines(call.body).map((text) => line(2, text)));
  for (const address of call.changes) {
    const change = changes.get(address);
    lines.push(line(2, show(address), change === undefined ? "" : marks[change.action]));
  }
  if (call.as !== undefined) lines.push(line(2, `as ${show(call.as)}`));
  if (call.dependsOn.length > 0) lines.push(line(2, `after ${list(call.dependsOn.map((id) => show(id)))}`));
  if (call.lane !== undefined) lines.push(line(2, `one at a time with all calls of ${show(call.lane)}`));
  if (call.yields !== undefined) lines.push(line(2, `gives the id of ${show(call.yields.address)}`));
  return lines;
}

function pathText(call: Call): string {
  const path = call.path.map((segment) => `/${segmentText(segment)}`).join("");
  const query = new URLSearchParams(
    Object.entries(call.query ?? {}).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((item): [string, string] => [name, String(item)]),
    ),
  );
  return visible(query.size === 0 ? path : `${path}?${query}`);
}

/** Encoded as it will be sent; what is known only then in words. */
function segmentText(segment: Segment): string {
  return isRef(segment) ? describeRef(segment) : encode(segment);
}

/** A lone surrogate has no encoding: it is shown as what a server would get. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
