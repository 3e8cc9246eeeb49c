/** Leavers and re-registered handles on every platform's sandbox, over sockets. */
import { describe, expect, test } from "vitest";
import { stopsOf } from "../../src/model/plan.ts";
import { apply, drift, plan } from "../../src/run/index.ts";
import { resultOf } from "../platforms/harness/folder.ts";
import { folderWith, type Place, places, put, start } from "./world.ts";

const table = places.map((place) => [place.platform.name, place] as const);

/** What the sandbox holds beside the accounts themselves; who is deactivated has nothing. */
function held(dump: unknown, handle: string): readonly string[] {
  const found: string[] = [];
  const look = (value: unknown, path: string): void => {
    if (typeof value === "string" && value.toLowerCase() === handle) found.push(path);
    if (Array.isArray(value)) for (const [index, each] of value.entries()) look(each, `${path}/${index}`);
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

describe.each(table)("the last one at %s", (name, { platform, actor, seed, ids, files }: Place) => {
  test("whose time has run out is not taken away: nobody would be left", async () => {
    const sandbox = await start(platform, seed(ids[0]));
    const bare = Object.fromEntries(
      Object.entries(files).map(([path, text]) => [
        path,
        text
          .split("\n")
          .filter((line) => /^(platform|organization|name):/.test(line))
          .join("\n"),
      ]),
    );
    const folder = await folderWith(platform, sandbox, actor, {
      ...bare,
      "people.yaml": `people: { alice: { handles: { ${name}: ${actor} }, expires: 2020-02-29 } }\n`,
    });
    const before = JSON.stringify(sandbox.dump());
    const { plan: made, result } = await folder.apply();
    const stops = made.sections.flatMap((section) => section.stops.map(({ guard }) => guard));
    // An owner who can only hand over is not even asked to go: all of it waits for somebody else.
    if (name === "cloud-console") expect([made.summary.waiting > 0, made.summary.calls]).toEqual([true, 0]);
    else expect(stops).toEqual(expect.arrayContaining(["actor", "admins"]));
    expect(result).toBeNull();
    expect(JSON.stringify(sandbox.dump())).toBe(before);
  });
});

const telling = places.flatMap((place) =>
  place.carol === null ? [] : [[place.platform.name, place, place.carol] as const],
);

test.each([
  ["is told by the platform: stop", "cloud-console", true],
  ["cannot be told: said, and nothing more", "marketplace", false],
])("whose a handle is before anybody is invited %s", async (_name, name, told) => {
  const place = places.find(({ platform }) => platform.name === name);
  if (place === undefined) throw new Error(`no ${name}`);
  const sandbox = await start(place.platform, place.seed(place.ids[1]));
  const acme = name === "marketplace" ? "members: { person:dot: viewer }" : "administrators: [person:dot]";
  const listed = name === "marketplace" ? "members" : "administrators";
  const folder = await folderWith(place.platform, sandbox, place.actor, {
    "acme.yaml": `platform: ${name}\norganization: lab\nname: Lab\nmanage: { ${listed}: additive }\n${acme}\n`,
    // Not in this organization: carol's account has another id than is written.
    "people.yaml": `people: { dot: { handles: { ${name}: { handle: carol@x.example, id: "${place.ids[0]}" } } } }\n`,
  });
  const address = `lab/${listed}/carol@x.example`;
  const { sections } = await folder.plan();
  expect(sections.flatMap((section) => section.stops.map(({ guard, scope }) => `${guard} ${scope}`))).toEqual(
    told ? [`identity ${address}`] : [],
  );
  expect(sections.flatMap((section) => section.changes.map((change) => change.address))).toEqual(
    told ? [] : [address],
  );
  expect((await folder.findings()).map(({ code }) => code)).toEqual(told ? [] : ["plan/unconfirmed-account"]);
});

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
    const stops = stopsOf(planned);
    expect(stops.map(({ guard, scope, allow }) => [guard, scope, allow])).toEqual([
      ["identity", carol.address, `identity:${carol.address}`],
    ]);
    const drifted = resultOf(await drift(options()));
    expect(
      drifted.items
        .filter(({ class: of }) => of === "changed")
        .map(({ address, origin }) => [address, origin]),
    ).toEqual([[carol.address, "behind"]]);
    // Neither does another label of the organization make anybody forget.
    const file = carol.files["acme.yaml"] ?? "";
    await put(folder.directory, {
      "acme.yaml": `${file.replace("organization: acme", "organization: north")}previously: [acme]\n`,
    });
    expect(
      resultOf(await plan(options())).sections.flatMap((section) => section.stops.map(({ scope }) => scope)),
    ).toEqual([carol.address.replace("acme", "north")]);
    await put(folder.directory, carol.files);
    expect(stops[0]?.message).toContain(
      `belonged to account ${one} at the last apply and now belongs to ${other}`,
    );
    expect(planned.sections.flatMap((section) => section.changes)).toEqual([]);
    // An apply that has nothing to do with it does not take the new account for the old one.
    const beside = carol.address.replace("administrators", "owners").replace(carol.handle, actor);
    const elsewhere = resultOf(await apply({ ...options(), targets: [beside] }));
    expect(elsewhere.plan.summary.stops).toBe(0);
    expect(resultOf(await plan(options())).summary.stops).toBe(1);
    const allow = [`identity:${carol.address}`];
    const { plan: taken } = resultOf(await apply(options(allow)));
    expect(taken.sections.flatMap((section) => section.allowed.map(({ scope }) => scope))).toEqual([
      carol.address,
    ]);
    expect(resultOf(await plan(options())).summary.stops).toBe(0);
  });

  test("a pinned id that is another's stops it too, and no flag helps", async () => {
    const sandbox = await start(platform, seed(other));
    const folder = await folderWith(platform, sandbox, actor, carol.files);
    const entry = (id: string) =>
      `people: { carol: { handles: { ${platform.name}: { handle: ${carol.handle}, id: "${id}" } } } }\n`;
    await put(folder.directory, { "people.yaml": entry(one) });
    const stops = stopsOf(await folder.plan());
    expect(stops.map(({ guard, scope, allow }) => [guard, scope, allow])).toEqual([
      ["identity", carol.address, null],
    ]);
    await put(folder.directory, { "people.yaml": entry(other) });
    expect((await folder.plan()).summary.stops).toBe(0);
  });
});
