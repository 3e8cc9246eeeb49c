/** Every rule of core, broken once: the error is core's own. */
import { describe, expect, it } from "vitest";
import { type Diagnostic, type TfObject, type TfValue, unknown } from "../../../src/terraform/contract.ts";
import { actionsOf, type Core, createCore } from "./cli.ts";
import { type Broken, type Notes, noteProvider, withValues } from "./note-provider.ts";
import { attributesIn } from "./state.ts";
import { isObject, objectOf, own } from "./values.ts";

const full = {
  name: "a",
  role: "editor",
  tags: ["y", "x"],
  hidden: "h",
  password: "p",
  size: 3,
  people: { alice: { role: "owner" }, bob: { role: "guest", until: "2030-01-01" } },
  rules: { copy: "no" },
};

const failure: Diagnostic = { severity: "error", summary: "Refused", detail: "The platform said no." };

function coreOf(broken?: Broken, notes: Notes = new Map()): Core {
  return createCore({ open: () => noteProvider(notes, broken) });
}

function note(config: Readonly<Record<string, TfValue>> = full) {
  return [{ address: "note.a", type: "note", config: objectOf(Object.entries(config)) }];
}

/** Plan, apply, plan, apply with another configuration: what happens on the way. */
async function life(broken: Broken, config = full): Promise<void> {
  const core = coreOf(broken);
  const { state } = await core.apply(await core.plan(note(config)));
  await core.plan(note(config), state);
  const next = await core.apply(await core.plan(note({ ...config, role: "other" }), state));
  await core.apply(await core.plan([], next.state));
}

/** The provider with another planned value (not for removals). */
function planning(change: (planned: TfObject, prior: TfObject | null) => TfObject | null): Broken {
  return (right) => ({
    plan: async (request) => {
      const answer = await right.plan(request);
      return answer.planned === null ? answer : { ...answer, planned: change(answer.planned, request.prior) };
    },
  });
}

/** The same for what applying gives. */
function applying(change: (state: TfObject) => TfObject | null): Broken {
  return (right) => ({
    apply: async (request) => {
      const answer = await right.apply(request);
      return answer.state === null ? answer : { ...answer, state: change(answer.state) };
    },
  });
}

function reading(change: (state: TfObject) => TfObject | null): Broken {
  return (right) => ({
    read: async (...request) => {
      const answer = await right.read(...request);
      return answer.state === null ? answer : { ...answer, state: change(answer.state) };
    },
  });
}

function within(value: TfValue, name: string): TfObject | null {
  const held = own(value, name);
  return isObject(held) ? held : null;
}

function without(object: TfObject, name: string): TfObject {
  return objectOf(Object.entries(object).filter(([each]) => each !== name));
}

const people = (planned: TfObject, more: Readonly<Record<string, TfValue>>): TfObject => {
  return withValues(planned, { people: withValues(within(planned, "people"), more) });
};

const invalidPlan: readonly (readonly [name: string, broken: Broken, said: string])[] = [
  [
    "another value than the configuration's",
    planning((planned) => withValues(planned, { role: "admin" })),
    '.role: planned value cty.StringVal("admin") does not match config value cty.StringVal("editor")',
  ],
  [
    "a value that nobody wrote",
    (right) => ({
      plan: async (request) => {
        const answer = await right.plan({
          ...request,
          proposed: request.proposed && withValues(request.proposed, { tags: [] }),
        });
        return answer;
      },
    }),
    ".tags: planned value cty.SetValEmpty(cty.String) does not match config value",
  ],
  [
    "unknown for a written value",
    planning((planned) => withValues(planned, { role: unknown })),
    ".role: planned value cty.UnknownVal(cty.String) does not match config value",
  ],
  [
    "another secret",
    planning((planned) => withValues(planned, { hidden: "x" })),
    ".hidden: sensitive planned value does not match config value",
  ],
  [
    "a write-only value",
    planning((planned) => withValues(planned, { password: "p" })),
    'a value for the write-only attribute ".password" during planning',
  ],
  ["nothing", planning(() => null), "Root object planned for absence but config wants existence"],
  [
    "one attribute less",
    planning((planned) => without(planned, "id")),
    "an object with 10 attributes is required (9 given)",
  ],
  [
    "another attribute",
    planning((planned) => withValues(without(planned, "id"), { ids: "1" })),
    'attribute "id" is required',
  ],
  ["another type", planning((planned) => withValues(planned, { size: "3" })), '["size"]: number is required'],
  [
    "one key more",
    planning((planned) => people(planned, { carol: own(own(planned, "people"), "alice") })),
    '.people: map key "carol" from plan is not present in config',
  ],
  [
    "one key less",
    planning((planned) =>
      withValues(planned, {
        people: without(objectOf([["alice", own(own(planned, "people"), "alice")]]), "x"),
      }),
    ),
    '.people: map key "bob" from config is not present in plan',
  ],
  [
    "an unknown element",
    planning((planned) => people(planned, { alice: unknown })),
    '.people["alice"]: element representing nested block must not be unknown itself',
  ],
  [
    "a value within an element",
    planning((planned) => {
      const alice = within(within(planned, "people"), "alice");
      return people(planned, { alice: withValues(alice, { until: "2030-01-01" }) });
    }),
    '.people["alice"].until: planned value cty.StringVal("2030-01-01") for a non-computed attribute',
  ],
  [
    "an unknown map",
    planning((planned) => withValues(planned, { people: unknown })),
    ".people: planned unknown for configured value",
  ],
  [
    "no map",
    planning((planned) => withValues(planned, { people: null })),
    ".people: planned for absence but config wants existence",
  ],
];

describe("a plan that gives", () => {
  it.each(invalidPlan)("%s", async (_name, broken, said) => {
    await expect(life(broken)).rejects.toMatchObject({
      name: "CoreError",
      summary: "Provider produced invalid plan",
      message: expect.stringContaining(said),
    });
  });

  it("an empty set where none is written", async () => {
    const { tags: _tags, ...config } = full;
    const broken = planning((planned) => withValues(planned, { tags: [] }));
    await expect(life(broken, { ...config, tags: null as never })).rejects.toThrow(
      ".tags: planned value cty.SetValEmpty(cty.String) for a non-computed attribute",
    );
  });

  it("a replacement at a path that is nowhere", async () => {
    const broken: Broken = (right) => ({
      plan: async (request) => ({
        ...(await right.plan(request)),
        requiresReplace: request.proposed === null ? [] : [[{ attribute: "nope" }]],
      }),
    });
    await expect(life(broken)).rejects.toThrow(
      '"requires replacement" on note for a non-existent attribute path .nope',
    );
  });

  it("something where it shall be nothing", async () => {
    const broken: Broken = (right) => ({
      plan: async (request) =>
        request.proposed === null
          ? { planned: request.prior, requiresReplace: [], private: request.private, diagnostics: [] }
          : right.plan(request),
    });
    await expect(life(broken)).rejects.toThrow("planned a non-null destroy value");
  });

  it("the prior value, which means the same", async () => {
    const broken = planning((planned, prior) =>
      prior === null ? planned : withValues(planned, { role: own(prior, "role") }),
    );
    await life(broken);
  });
});

const inconsistent: readonly (readonly [name: string, broken: Broken, said: string])[] = [
  [
    "another value than planned",
    applying((state) => withValues(state, { role: "admin" })),
    '.role: was cty.StringVal("editor"), but now cty.StringVal("admin")',
  ],
  [
    "null for a value",
    applying((state) => withValues(state, { role: null })),
    '.role: was cty.StringVal("editor"), but now null',
  ],
  [
    "a value for null",
    applying((state) =>
      people(state, {
        alice: withValues(objectOf(Object.entries({ role: "owner", level: null, status: null })), {
          until: "x",
        }),
      }),
    ),
    '.people["alice"].until: was null, but now cty.StringVal("x")',
  ],
  ["nothing", applying(() => null), "Root object was present, but now absent"],
  [
    "one key more",
    applying((state) => people(state, { carol: own(own(state, "people"), "alice") })),
    '.people: new element "carol" has appeared',
  ],
  [
    "one key less",
    applying((state) =>
      withValues(state, { people: objectOf([["alice", own(own(state, "people"), "alice")]]) }),
    ),
    '.people: element "bob" has vanished',
  ],
  [
    "one element more",
    applying((state) => withValues(state, { tags: ["x", "y", "z"] })),
    'actual set element cty.StringVal("z") does not correlate with any element in plan',
  ],
  [
    "one element less",
    applying((state) => withValues(state, { tags: ["x"] })),
    'planned set element cty.StringVal("y") does not correlate with any element in actual',
  ],
  [
    "another secret",
    applying((state) => withValues(state, { hidden: "x" })),
    ".hidden: inconsistent values for sensitive attribute",
  ],
];

describe("an apply that gives", () => {
  it.each(inconsistent)("%s", async (_name, broken, said) => {
    await expect(life(broken)).rejects.toMatchObject({
      summary: "Provider produced inconsistent result after apply",
      message: expect.stringContaining(said),
    });
  });

  it("a value that is unknown still", async () => {
    await expect(life(applying((state) => withValues(state, { level: unknown })))).rejects.toMatchObject({
      summary: "Provider returned invalid result object after apply",
      message: expect.stringContaining("still indicated an unknown value for note.level"),
    });
  });

  it("a write-only value", async () => {
    await expect(life(applying((state) => withValues(state, { password: "p" })))).rejects.toThrow(
      'a value for the write-only attribute ".password" after apply',
    );
  });

  it("another type", async () => {
    await expect(life(applying((state) => withValues(state, { size: true })))).rejects.toThrow(
      '["size"]: number is required',
    );
  });

  it("an object after a removal", async () => {
    const broken: Broken = (right) => ({
      apply: async (request) =>
        request.planned === null
          ? { state: request.prior, private: request.private, diagnostics: [] }
          : right.apply(request),
    });
    await expect(life(broken)).rejects.toThrow("Root object was absent, but now present");
  });

  it("the elements of a set in another order, or twice", async () => {
    await life(applying((state) => withValues(state, { tags: ["y", "x", "y"] })));
  });
});

describe("a second plan, at apply, that gives", () => {
  function secondly(change: (planned: TfObject) => TfObject): Broken {
    let plans = 0;
    return planning((planned) => {
      plans += 1;
      return plans === 1 ? planned : change(planned);
    });
  }

  it("another known value", async () => {
    const { level: _level, ...config } = { ...full, level: "x" };
    let plans = 0;
    const broken = planning((planned) => {
      plans += 1;
      return withValues(planned, { level: String(plans) });
    });
    await expect(life(broken, config)).rejects.toMatchObject({
      summary: "Provider produced inconsistent final plan",
      message: expect.stringContaining('.level: was cty.StringVal("1"), but now cty.StringVal("2")'),
    });
  });

  it("a value for an unknown one", async () => {
    await life(secondly((planned) => withValues(planned, { level: "x" })));
  });

  it("another action", async () => {
    const notes: Notes = new Map();
    const core = coreOf(undefined, notes);
    const { state } = await core.apply(await core.plan(note()));
    const replacing = coreOf((right) => {
      return {
        plan: async (request) => {
          const answer = await right.plan(request);
          calls += 1;
          return calls === 2 ? { ...answer, requiresReplace: [[{ attribute: "role" }]] } : answer;
        },
      };
    }, notes);
    let calls = 0;
    const plan = await replacing.plan(note({ ...full, role: "x" }), state);
    await expect(replacing.apply(plan)).rejects.toThrow("changed the planned action from update to replace");
  });
});

describe("a read that gives", () => {
  it.each<readonly [string, Readonly<Record<string, TfValue>>, string]>([
    ["an unknown value", { level: unknown }, "unknown value for .level during refresh"],
    ["a write-only value", { password: "p" }, 'write-only attribute ".password" during refresh'],
    ["another type", { size: "3" }, '["size"]: number is required'],
  ])("%s", async (_name, values, said) => {
    await expect(life(reading((state) => withValues(state, values)))).rejects.toMatchObject({
      summary: "Provider produced invalid object",
      message: expect.stringContaining(said),
    });
  });
});

describe("an import that gives", () => {
  async function importing(state: TfObject | null): Promise<unknown> {
    const core = coreOf(() => ({
      importState: async () => ({ state, private: new Uint8Array(), diagnostics: [] }),
    }));
    return core.import("note.a", "note", "note-a");
  }
  const empty = objectOf(Object.keys({ ...full, level: null, id: null }).map((name) => [name, null]));

  it("nothing", async () => {
    await expect(importing(null)).rejects.toThrow("returned an instance with no state");
  });
  it("a write-only value", async () => {
    await expect(importing(withValues(empty, { id: "x", password: "p" }))).rejects.toThrow(
      "write-only attribute",
    );
  });
  it("an unknown value", async () => {
    await expect(importing(withValues(empty, { id: unknown }))).rejects.toThrow("unknown value for .id");
  });
  it("half an object", async () => {
    await expect(importing(objectOf([["id", "x"]]))).rejects.toThrow(
      "an object with 10 attributes is required (1 given)",
    );
  });
  it("what is not there: core's own diagnostic", async () => {
    const { diagnostics, state } = await coreOf().import("note.a", "note", "note-a");
    expect(diagnostics.map(({ summary }) => summary)).toEqual(["Cannot import non-existent remote object"]);
    expect(state.size).toBe(0);
  });
});

describe("an upgrade", () => {
  it.each([
    [
      "an attribute less",
      (state: TfObject) => without(state, "id"),
      "an object with 10 attributes is required (9 given)",
    ],
    ["an unknown value", (state: TfObject) => withValues(state, { id: unknown }), "left .id unknown"],
  ])("that gives %s", async (_name, change, said) => {
    const broken: Broken = (right) => ({ upgrade: (...former) => change(right.upgrade(...former)) });
    await expect(life(broken)).rejects.toMatchObject({
      summary: "Invalid resource state upgrade",
      message: expect.stringContaining(said),
    });
  });
});

describe("core", () => {
  it("goes through a life without a word about a right provider", async () => {
    await life(() => ({}));
  });

  it("proposes null for what is computed, at creation, and the prior value later", async () => {
    const seen: (TfObject | null)[] = [];
    const notes: Notes = new Map();
    const core = coreOf(
      (right) => ({
        plan: async (request) => {
          seen.push(request.proposed);
          return right.plan(request);
        },
      }),
      notes,
    );
    const { state } = await core.apply(await core.plan(note()));
    const [held] = notes.values();
    await core.plan(note({ ...full, rules: null as never }), state);
    expect(own(seen[0] ?? null, "id")).toBeNull();
    expect(own(seen[0] ?? null, "level")).toBeNull();
    expect(own(seen[0] ?? null, "password")).toBeNull();
    expect(own(seen.at(-1) ?? null, "id")).toBe("note-a");
    expect(own(seen.at(-1) ?? null, "rules")).toEqual(own(held ?? null, "rules"));
    expect(own(own(own(seen.at(-1) ?? null, "people"), "bob"), "until")).toBe("2030-01-01");
  });

  it("replaces what a provider says cannot change, destroying first", async () => {
    const calls: string[] = [];
    const core = coreOf((right) => ({
      apply: async (request) => {
        calls.push(`${String(own(request.prior, "name"))} → ${String(own(request.planned, "name"))}`);
        return right.apply(request);
      },
    }));
    const { state } = await core.apply(await core.plan(note()));
    const plan = await core.plan(note({ ...full, name: "b" }), state);
    expect(actionsOf(plan)).toEqual({ "note.a": "replace" });
    expect(plan.changes.get("note.a")?.replaces).toEqual([".name"]);
    await core.apply(plan);
    expect(calls).toEqual(["null → a", "a → null", "null → b"]);
  });

  it("taints what came to an error on creation, and replaces it", async () => {
    const notes: Notes = new Map();
    let broken = true;
    const core = coreOf(
      (right) => ({
        apply: async (request) => {
          const answer = await right.apply(request);
          return broken ? { ...answer, diagnostics: [failure] } : answer;
        },
      }),
      notes,
    );
    const first = await core.apply(await core.plan(note()));
    expect(first.diagnostics).toHaveLength(1);
    expect(first.state.get("note.a")?.tainted).toBe(true);
    broken = false;
    const plan = await core.plan(note(), first.state);
    expect(actionsOf(plan)).toEqual({ "note.a": "replace" });
    const { state } = await core.apply(plan);
    expect(state.get("note.a")?.tainted).toBe(false);
    expect(actionsOf(await core.plan(note(), state))).toEqual({});
  });

  it("keeps the former object where an update or a removal is refused", async () => {
    let broken = false;
    const core = coreOf((right) => ({
      apply: async (request) =>
        broken
          ? { state: request.prior, private: request.private, diagnostics: [failure] }
          : right.apply(request),
    }));
    const { state } = await core.apply(await core.plan(note()));
    broken = true;
    for (const instances of [note({ ...full, role: "x" }), []]) {
      const after = await core.apply(await core.plan(instances, state));
      expect(after.state).toEqual(state);
      expect(after.diagnostics).toHaveLength(1);
    }
  });

  it("demands nothing of a result that comes with an error", async () => {
    const core = coreOf((right) => ({
      apply: async (request) => ({
        ...(await right.apply(request)),
        state: null,
        diagnostics: [failure],
      }),
    }));
    const { state, diagnostics } = await core.apply(await core.plan(note()));
    expect([state.size, diagnostics.length]).toEqual([0, 1]);
  });

  it("creates again what is gone, and tells of drift", async () => {
    const notes: Notes = new Map();
    const core = coreOf(undefined, notes);
    const { state } = await core.apply(await core.plan(note()));
    const [id, held] = [...notes][0] ?? [];
    notes.set(id ?? "", withValues(held ?? null, { role: "changed" }));
    const drift = await core.plan(note(), state);
    expect([drift.drifted, actionsOf(drift)]).toEqual([["note.a"], { "note.a": "update" }]);
    notes.clear();
    expect(actionsOf(await core.plan(note(), state))).toEqual({ "note.a": "create" });
    expect((await core.refresh(state)).state.size).toBe(0);
  });

  it("leaves references unknown until they are made, and makes what is needed first", async () => {
    const core = coreOf();
    const two = [
      {
        address: "note.b",
        type: "note",
        needs: ["note.a"],
        config: (of: (address: string, attribute: string) => TfValue) =>
          objectOf([
            ["name", "b"],
            ["role", of("note.a", "id")],
          ]),
      },
      ...note(),
    ];
    const plan = await core.plan(two);
    expect(own(plan.changes.get("note.b")?.after ?? null, "role")).toBe(unknown);
    const { state } = await core.apply(plan);
    const stored = state.get("note.b");
    expect(stored && attributesIn(stored)["role"]).toBe("note-a");
    expect(actionsOf(await core.plan(two, state))).toEqual({});
    expect(Object.values(actionsOf(await core.plan([], state)))).toEqual(["delete", "delete"]);
  });

  it("refuses a plan with errors", async () => {
    const core = coreOf(() => ({ validateResource: () => [failure] }));
    const plan = await core.plan(note());
    expect(plan.diagnostics).toHaveLength(1);
    await expect(core.apply(plan)).rejects.toThrow("a plan with errors");
  });

  it.each([
    ["points nowhere", { path: [{ attribute: "nope" }] }],
    ["points into a set", { path: [{ attribute: "tags" }, { key: "x" }] }],
    ["has no words", { detail: "" }],
  ])("does not take a diagnostic that %s", async (_name, more) => {
    const core = coreOf(() => ({ validateResource: () => [{ ...failure, ...more }] }));
    await expect(core.plan(note())).rejects.toThrow();
  });
});
