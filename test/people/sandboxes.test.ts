/** Leavers and re-registered handles on every platform's sandbox, over sockets. */
import { describe, expect, test } from "vitest";
import { plan } from "../../src/run/index.ts";
import { resultOf } from "../platforms/harness/folder.ts";
import { folderWith, type Place, places, put, start } from "./world.ts";

const table = places.map((place) => [place.platform.name, place] as const);

/** What the sandbox holds beside the accounts themselves; who is deactivated has nothing. */
function held(dump: unknown, handle: string): readonly string[] {
  const found: string[] = [];
  const look = (value: unknown, path: string): void => {
    if (typeof value === "string" && value.toLowerCase() === handle) found.push(path);
    if (Array.isArray(value)) value.forEach((each, index) => look(each, `${path}/${index}`));
    else if (typeof value === "object" && value !== null) {
      if ("active" in value && value.active === false) return;
      for (const [name, each] of Object.entries(value)) {
        if (path === "" && name === "users") continue;
        if (name.toLowerCase() === handle) found.push(`${path}/${name}`);
        look(each, `${path}/${name}`);
      }
    }
  };
  look(dump, "");
  return found;
}

/** Without ids that nobody knows beforehand. */
function plainly(address: string): string {
  return address
    .split("/")
    .map((part) => (/^(?=.*\d)[\w-]+$/.test(part) ? "…" : part))
    .join("/");
}

const people = (handle: string, platform: string, more: string): Readonly<Record<string, string>> => ({
  "people/all.yaml": `people:\n  grace: { handles: { ${platform}: ${handle} }${more} }\n`,
});

describe.each(table)("who has left %s", (name, place: Place) => {
  const { platform, actor, grace, seed, ids, files, goes } = place;

  test("has nothing there any more after one plan, and the next is empty", async () => {
    const sandbox = await start(platform, seed(ids[0]));
    expect(held(sandbox.dump(), grace).length).toBeGreaterThanOrEqual(goes.length);
    const folder = await folderWith(platform, sandbox, actor, {
      ...files,
      ...people(grace, name, ", state: absent"),
    });
    const first = await folder.plan();
    const [section] = first.sections;
    const changes = section?.changes ?? [];
    expect(
      changes.map(
        ({ address, by, calls }) => plainly(address) + (by === undefined || calls.length > 0 ? "" : " along"),
      ),
    ).toEqual(goes);
    expect(new Set(changes.map(({ reason }) => reason))).toEqual(new Set(["left"]));
    expect(first.summary.stops).toBe(0);

    const { result } = await folder.apply();
    expect(result?.outcomes.map(({ status }) => status)).toEqual(goes.map(() => "applied"));
    expect(held(sandbox.dump(), grace)).toEqual([]);
    const second = await folder.plan();
    expect([second.summary.calls, second.sections[0]?.changes]).toEqual([0, []]);
  });

  test("has nothing of it either where the time has run out, with that reason", async () => {
    const sandbox = await start(platform, seed(ids[0]));
    const folder = await folderWith(platform, sandbox, actor, {
      ...files,
      ...people(grace, name, ", expires: 2020-02-29"),
    });
    const { sections } = await folder.plan();
    expect(sections[0]?.changes.map(({ reason }) => reason)).toEqual(goes.map(() => "expired"));
  });

  test("and who is there stays: nothing more is read or changed", async () => {
    const sandbox = await start(platform, seed(ids[0]));
    const folder = await folderWith(platform, sandbox, actor, { ...files, ...people(grace, name, "") });
    const before = held(sandbox.dump(), grace);
    const { sections } = await folder.plan();
    expect(sections[0]?.changes.filter(({ reason }) => reason === "left")).toEqual([]);
    expect(held(sandbox.dump(), grace)).toEqual(before);
  });
});

const telling = places.flatMap((place) =>
  place.carol === null ? [] : [[place.platform.name, place, place.carol] as const],
);

describe.each(telling)("a re-registered handle on %s", (_name, { platform, actor, seed, ids }, carol) => {
  const [one, other] = ids;

  test("is said and stops the plan, until somebody lets it take the place over", async () => {
    const first = await start(platform, seed(one));
    const folder = await folderWith(platform, first, actor, carol.files);
    await folder.apply();
    expect((await folder.plan()).summary.stops).toBe(0);

    const second = await start(platform, seed(other));
    const moved = await folderWith(platform, second, actor, carol.files);
    const options = (allow: readonly string[] = []) => ({
      ...moved.options({ allow }),
      directory: folder.directory,
    });
    const planned = resultOf(await plan(options()));
    const stops = planned.sections.flatMap((section) => section.stops);
    expect(stops.map(({ guard, scope, allow }) => [guard, scope, allow])).toEqual([
      ["identity", carol.address, `identity:${carol.address}`],
    ]);
    expect(stops[0]?.message).toContain(
      `belonged to account ${one} at the last apply and now belongs to ${other}`,
    );
    expect(planned.sections.flatMap((section) => section.changes)).toEqual([]);
    const allowed = resultOf(await plan(options([`identity:${carol.address}`])));
    expect(allowed.summary.stops).toBe(0);
  });

  test("a pinned id that is another's stops it too, and no flag helps", async () => {
    const sandbox = await start(platform, seed(other));
    const folder = await folderWith(platform, sandbox, actor, carol.files);
    const entry = (id: string) =>
      `people: { carol: { handles: { ${platform.name}: { handle: ${carol.handle}, id: "${id}" } } } }\n`;
    await put(folder.directory, { "people.yaml": entry(one) });
    const stops = (await folder.plan()).sections.flatMap((section) => section.stops);
    expect(stops.map(({ guard, scope, allow }) => [guard, scope, allow])).toEqual([
      ["identity", carol.address, null],
    ]);
    await put(folder.directory, { "people.yaml": entry(other) });
    expect((await folder.plan()).summary.stops).toBe(0);
  });
});
