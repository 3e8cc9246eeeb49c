/**
 * Every parser of answers, on real answers that were spoilt. Nothing throws; what a reading tells is what it would have
 * told, and all that is missing from it is said to be unreadable: never silently short, never made up.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { interpret } from "../../src/http/interpret.ts";
import { addressOf, coveredBy, parentOf } from "../../src/model/address.ts";
import { attributesOf } from "../../src/model/kind.ts";
import type { Actor, Platform, Presence } from "../../src/model/platform.ts";
import type { Failure, Outcome } from "../../src/model/protocol.ts";
import { type Attributes, placeOf, type Resource, type Unreadable } from "../../src/model/resource.ts";
import { canonical, isRecord, type Value } from "../../src/model/value.ts";
import { platforms } from "../../src/platforms/registry.ts";
import { anything, breaking, type Mutation, mutate, shallow } from "./mutate.ts";
import { type Answers, lookedUp, play, type Recording, record, said } from "./recording.ts";
import type { Target } from "./target.ts";

/** All that a reading told. */
interface Told {
  readonly actor: Actor | Failure;
  readonly organizations: readonly string[] | Failure;
  readonly failure: Failure | null;
  readonly resources: readonly Resource[];
  readonly unreadable: readonly Unreadable[];
  readonly people: ReadonlyMap<string, Presence> | Failure | null;
}

async function readingOf(recording: Recording, answers: Answers, as: Actor): Promise<Told> {
  const { platform, credentials } = recording;
  const { reading } = platform;
  const reader = () => play(platform, answers, publicParts(platform, credentials));
  const resources: Resource[] = [];
  const unreadable: Unreadable[] = [];
  const sought = recording.organizations.map((key) => ({ key, ids: [key], names: [key] }));
  const failure = await reading.read(
    reader(),
    { organizations: sought, actor: as, wants: () => true },
    (each) => {
      if (each.type === "resource") resources.push(each.resource);
      else unreadable.push(each);
    },
  );
  return {
    actor: await reading.identify(reader()),
    organizations: await reading.discover(reader()),
    failure,
    resources,
    unreadable,
    people: (await reading.lookup?.(reader(), lookedUp(platform))) ?? null,
  };
}

function publicParts({ protocol }: Platform, credentials: ReadonlyMap<string, string>) {
  return new Map([...credentials].filter(([part]) => protocol.credentials[part]?.public === true));
}

function isFailure(value: unknown): value is Failure {
  return isRecord(value) && value.ok === false && typeof value.reason === "string";
}

/** A failure, or just what it was. */
function expectSame(now: unknown, before: unknown, what: string): void {
  if (!isFailure(now)) assert.deepEqual(now, before, what);
}

/** Every resource as before, or said to be unreadable; and none that was not there. */
function expectNotShort(now: Told, before: Told, mutation: Mutation): void {
  // Who it is stays known where no more may be asked about them.
  if (isFailure(before.actor)) throw new Error(before.actor.message);
  if (!isFailure(now.actor)) assert.equal(now.actor.id, before.actor.id, "the actor");
  expectSame(now.organizations, before.organizations, "the organizations");
  if (now.people instanceof Map && before.people instanceof Map) {
    for (const [name, is] of before.people) {
      const told = now.people.get(name);
      const [former, latter] = [JSON.stringify(is), JSON.stringify(told)];
      assert.ok(latter === former || told === "unknown", `${name} is ${former}, and told is ${latter}`);
    }
  }
  if (now.failure !== null) return;
  // A member that nobody promised may be an entry, where an object holds entries or is a value as a whole.
  const more = "type" in mutation && mutation.type === "extra";
  const blind = new Set(now.unreadable.map(placeOf));
  const told = new Map(now.resources.map((each) => [each.address, each]));
  for (const resource of before.resources) {
    const again = told.get(resource.address);
    told.delete(resource.address);
    if (again === undefined) {
      assert.ok(coveredBy(resource.address, blind) !== null, `${resource.address} is missing`);
    } else if (coveredBy(resource.address, blind) === null && !more) {
      assert.deepEqual(closed(again.attributes), closed(resource.attributes), resource.address);
      assert.equal(again.id, resource.id, resource.address);
      assert.equal(again.pending, resource.pending, resource.address);
    }
  }
  if (more) return;
  assert.deepEqual([...told.keys()], [], "made up");
}

/** Without attributes that hold whatever the platform likes. */
function closed(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => !isRecord(value)));
}

/** Holds of whatever was told, for any answers. */
function expectSound(platform: Platform, told: Told, answers: Answers, before: Told): void {
  const kinds = new Map(platform.kinds.map((kind) => [kind.name, kind]));
  const held = scalarsOf(answers);
  const was = new Map(before.resources.map((each) => [each.address, canonical(plainOf(each))]));
  for (const resource of told.resources) {
    const kind = kinds.get(resource.kind);
    assert.ok(kind !== undefined, resource.kind);
    const parent = parentOf(resource.address);
    assert.equal(addressOf(parent, kind.collection, resource.key), resource.address);
    assert.equal(parent === null, kind.parent === null, resource.address);
    assert.notEqual(resource.key, "", resource.address);
    assert.ok(
      resource.id === undefined || (typeof resource.id === "string" && resource.id !== ""),
      resource.address,
    );
    const names = attributesOf(kind);
    for (const name of Object.keys(resource.attributes)) {
      const gone = kind.absent?.({ [name]: false }) ?? false;
      assert.ok(names.has(name) || gone, `${resource.kind} has no ${name}`);
    }
    if (was.get(resource.address) === canonical(plainOf(resource))) continue;
    const known = (resource.id ?? resource.key).toLowerCase();
    // Some keys are names with a prefix of the platform's.
    const bare = known.slice(known.indexOf("-") + 1);
    assert.ok(held.has(known) || held.has(bare), `no answer holds ${known}`);
  }
  for (const { address, why } of told.unreadable) {
    assert.notEqual(address, "");
    assert.notEqual(why, "");
  }
}

function plainOf({ address, kind, id, attributes }: Resource): Value {
  return { address, kind, id: id ?? null, attributes };
}

/** Every text, number and name of a member in the answers. */
function scalarsOf(answers: Answers): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (isRecord(value)) {
      for (const [name, each] of Object.entries(value)) {
        found.add(name.toLowerCase());
        visit(each);
      }
    } else found.add(String(value).toLowerCase());
  };
  for (const { text } of answers.values()) {
    try {
      visit(JSON.parse(shallow(text)));
    } catch {
      // Nothing to be found in it.
    }
  }
  return found;
}

/** Made once a process. */
const recordings = new Map<string, Promise<Recording>>();

function recordingOf(platform: Platform): Promise<Recording> {
  const made = recordings.get(platform.name) ?? record(platform);
  recordings.set(platform.name, made);
  return made;
}

async function soundOf(recording: Recording): Promise<{ readonly actor: Actor; readonly before: Told }> {
  const actor = await recording.platform.reading.identify(
    play(recording.platform, recording.reads, publicParts(recording.platform, recording.credentials)),
  );
  if ("ok" in actor) throw new Error(actor.message);
  const before = await readingOf(recording, recording.reads, actor);
  assert.equal(before.failure, null);
  assert.deepEqual(before.unreadable, []);
  assert.ok(before.resources.length > 10);
  return { actor, before };
}

function reading(platform: Platform): Target {
  return {
    name: `reading/${platform.name}`,
    runs: 150,
    property: async () => {
      const recording = await recordingOf(platform);
      const { actor, before } = await soundOf(recording);
      return fc.asyncProperty(breaking, async (mutation) => {
        const answers = mutate(recording.reads, mutation);
        if (answers === null) return;
        const now = await readingOf(recording, answers, actor);
        expectNotShort(now, before, mutation);
        expectSound(platform, now, answers, before);
      });
    },
  };
}

function chaos(platform: Platform): Target {
  return {
    name: `chaos/${platform.name}`,
    runs: 100,
    property: async () => {
      const recording = await recordingOf(platform);
      const { actor, before } = await soundOf(recording);
      return fc.asyncProperty(fc.array(anything, { minLength: 1, maxLength: 4 }), async (mutations) => {
        const answers = mutations.reduce<Answers>((all, each) => mutate(all, each) ?? all, recording.reads);
        expectSound(platform, await readingOf(recording, answers, actor), answers, before);
      });
    },
  };
}

/** What a lost answer left behind: found as before, or the answer cannot be read. Never "nothing was made". */
function lost(platform: Platform): Target {
  return {
    name: `lost/${platform.name}`,
    runs: 300,
    property: async () => {
      const recording = await recordingOf(platform);
      const look = async (answers: Answers): Promise<readonly (readonly [string, Outcome | null])[]> =>
        Promise.all(
          recording.lost.map(async ({ operation, request }) => {
            const { find } = platform.protocol.writes[operation] ?? {};
            if (find === undefined) throw new Error(`${operation} looks for nothing`);
            const reader = play(platform, answers, publicParts(platform, recording.credentials));
            return [operation, await find(reader, request, () => false)] as const;
          }),
        );
      // What later writes of the recording have covered is found no more.
      const before = new Map((await look(recording.reads)).filter(([, outcome]) => outcome?.ok));
      assert.ok(before.size > 0);
      return fc.asyncProperty(breaking, async (mutation) => {
        const answers = mutate(recording.reads, mutation);
        if (answers === null) return;
        for (const [operation, outcome] of await look(answers)) {
          if (before.has(operation)) expectSame(outcome, before.get(operation), operation);
        }
      });
    },
  };
}

/** Signing in gives headers of the answers, or says why not; and keeps nothing that is no token. */
function signIn(platform: Platform): Target {
  return {
    name: `sign-in/${platform.name}`,
    runs: 300,
    property: async () => {
      const recording = await recordingOf(platform);
      return fc.asyncProperty(fc.array(anything, { minLength: 1, maxLength: 2 }), async (mutations) => {
        const answers = mutations.reduce<Answers>((all, each) => mutate(all, each) ?? all, recording.signIns);
        const stored = new Map<string, string>();
        const result = await platform.protocol.authorize({
          credentials: recording.credentials,
          tokens: {
            get: async (name) => stored.get(name),
            set: async (name, value) => {
              assert.equal(typeof value, "string");
              stored.set(name, value);
            },
            exclusively: (work) => work(),
          },
          send: async (request) => said(platform, answers, request),
          renew: false,
        });
        if (isFailure(result)) return;
        for (const [name, value] of Object.entries(result)) {
          assert.match(value, /^[\x20-\x7e]+$/, name);
          assert.doesNotMatch(value, /undefined|null|\[object/, name);
        }
      });
    },
  };
}

/** What any answer at all means, to reads and to every write. */
function outcome(platform: Platform): Target {
  const operations = [null, ...Object.keys(platform.protocol.writes)];
  return {
    name: `outcome/${platform.name}`,
    runs: 400,
    property: async () => {
      const recording = await recordingOf(platform);
      const texts = [...recording.reads.values()].map(({ text }) => text);
      const body = fc.oneof(fc.json(), fc.string({ unit: "binary" }), fc.constantFrom(...texts), envelope);
      return fc.property(
        fc.constantFrom(...operations),
        fc.integer({ min: 200, max: 599 }),
        body,
        fc.option(fc.nat(10_000), { nil: undefined }),
        (operation, status, whole, cut) => {
          const text = cut === undefined ? whole : whole.slice(0, cut);
          const result = interpret({ status, headers: {}, text }, operation, platform.protocol, 0);
          if (result.ok) {
            assert.ok(status < 400, `status ${status} is a success`);
            assert.ok(result.body !== undefined);
            return;
          }
          assert.equal(typeof result.code, "string");
          assert.equal(typeof result.message, "string");
          assert.notEqual(result.code, "");
        },
      );
    },
  };
}

/** Errors as platforms say them, with anything in their places. */
const envelope = fc
  .dictionary(
    fc.constantFrom(
      "error",
      "errors",
      "message",
      "type",
      "code",
      "reason",
      "id",
      "title",
      "description",
      "details",
      "error_description",
      "requestId",
      "data",
    ),
    fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.record({ type: fc.jsonValue({ maxDepth: 1 }), message: fc.jsonValue({ maxDepth: 1 }) }),
    ),
  )
  .map((value) => JSON.stringify(value));

export const answerTargets: readonly Target[] = platforms.flatMap((platform) => [
  reading(platform),
  chaos(platform),
  lost(platform),
  outcome(platform),
  ...(platform.protocol.authorize.length > 0 ? [signIn(platform)] : []),
]);
