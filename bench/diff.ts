/**
 * The diff alone: N members in organizations of a thousand, 1 % of them changed. Run in a process of its own, so that
 * the peak of memory is that of one size. Prints one JSON line: CPU seconds of the diff (both sides stand already) and
 * the peak resident memory of the whole process, both sides included.
 */

import type { DesiredState } from "../src/model/configuration.ts";
import type { Manage } from "../src/model/kind.ts";
import type { Desired, Resource } from "../src/model/resource.ts";
import { createState } from "../src/model/state.ts";
import { diff } from "../src/plan/diff.ts";
import { clubPlatform } from "../test/support/club-platform.ts";

const size = Number(process.argv[2] ?? 100_000);
const perClub = 1000;

const written = new Map<string, Desired>();
const managed = new Map<string, Manage>();
const live: Resource[] = [];
for (let index = 0; index < size; index += 1) {
  const club = `club-${Math.floor(index / perClub)}`;
  if (index % perClub === 0) {
    const root = { address: club, kind: "club", key: club, attributes: { motto: "" } };
    written.set(club, root);
    live.push({ ...root, attributes: { motto: "" } });
    managed.set(`${club}/people`, "authoritative");
  }
  const key = `person${index}`;
  const address = `${club}/people/${key}`;
  const rank = index % 7 === 0 ? "KEEPER" : "GUEST";
  // One in a hundred differs: a third each changed, not live, and not written.
  const odd = index % 100 === 0 ? index % 3 : -1;
  if (odd !== 2) written.set(address, { address, kind: "person", key, attributes: { rank, nickname: "" } });
  if (odd !== 1) {
    live.push({
      address,
      kind: "person",
      key,
      attributes: { rank: odd === 0 ? "OTHER" : rank, nickname: "" },
    });
  }
}
const desired: DesiredState = { resources: written, managed };
const state = createState(live);

// What building both sides left behind is not the diff's to collect: whether that fell inside decided a third of the figure.
globalThis.gc?.();
const before = process.cpuUsage();
const found = diff({ platform: clubPlatform, actor: "ann", desired, live: state, unknown: [] });
const used = process.cpuUsage(before);
process.stdout.write(
  `${JSON.stringify({
    size,
    cpu: (used.user + used.system) / 1e6,
    memory: process.resourceUsage().maxRSS * 1024,
    changes: found.changes.length,
  })}\n`,
);
