/** Calls and effects together: whatever is live and whatever is written, the calls lead from one to the other. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Attributes, Resource } from "../../../src/model/resource.ts";
import { applyDeltas, createState, type State } from "../../../src/model/state.ts";
import { projectDefaults } from "../../../src/platforms/dnanexus/fields.ts";
import { dnanexus } from "../../../src/platforms/dnanexus/index.ts";
import { ceilings, newerFlags, projectLevels } from "../../../src/platforms/dnanexus/levels.ts";
import { memberAttributes } from "../../../src/platforms/dnanexus/resources.ts";
import { actor, draftsFor } from "./changes.ts";
import { grantOf, memberOf, org, organizationOf, projectAddress, projectOf } from "./support.ts";

type Written = Readonly<Record<string, Attributes | null>>;

/** The state after all calls; `watch` sees it before each of them. */
function carriedOut(
  live: readonly Resource[],
  kind: string,
  written: Written,
  watch: (body: unknown, state: State) => void = () => {},
): State {
  const state = createState(live);
  for (const call of draftsFor(live, kind, written).calls) {
    watch(call.body, state);
    applyDeltas(state, dnanexus.effects(state, call, actor));
  }
  return state;
}

function expectWritten(state: State, written: Written): void {
  for (const [address, wanted] of Object.entries(written)) {
    const attributes = state.get(address)?.attributes;
    if (wanted === null) expect(attributes).toBeUndefined();
    else expect(attributes).toMatchObject(wanted);
  }
}

const flags = {
  allowBillableActivities: fc.boolean(),
  appAccess: fc.boolean(),
  projectAccess: fc.constantFrom(...ceilings),
  ...Object.fromEntries(newerFlags.map((name) => [name, fc.boolean()])),
};
const someFlags = fc.record(flags, { requiredKeys: [] });
const membership = fc.oneof(
  fc.constant({ level: "ADMIN" }),
  someFlags.map((some): Attributes => ({ level: "MEMBER", ...some })),
);
const liveMember = fc.oneof(
  fc.constant({ attributes: { level: "ADMIN" }, facts: { dataSearch: true, dataDeletion: true } }),
  someFlags.map((some) => ({ attributes: memberAttributes("MEMBER", some) })),
);

describe("converges", () => {
  it("members", () => {
    const one = fc.record({ live: fc.option(liveMember), wanted: fc.option(membership) });
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 4 }), (people) => {
        const live = people.flatMap(({ live }, n) =>
          live === null ? [] : [{ ...memberOf(`user-${n}`, {}), ...live }],
        );
        const written = Object.fromEntries(
          people.map(({ wanted }, n) => [`${org}/members/user-${n}`, wanted]),
        );
        const state = carriedOut([organizationOf(), ...live], "member", written);
        expectWritten(state, written);
        // A MEMBER has nothing that was neither live for a MEMBER nor written.
        for (const [n, { live: was, wanted }] of people.entries()) {
          if (wanted?.level !== "MEMBER") continue;
          const from = was?.attributes.level === "MEMBER" ? was.attributes : {};
          expect({ ...state.get(`${org}/members/user-${n}`)?.attributes }).toEqual({
            ...memberAttributes("MEMBER", { ...from, ...wanted }),
          });
        }
      }),
    );
  });

  it("grants", () => {
    const level = fc.option(fc.constantFrom(...projectLevels));
    fc.assert(
      fc.property(
        fc.array(fc.record({ live: level, wanted: level }), { minLength: 1, maxLength: 5 }),
        (people) => {
          const live = people.flatMap(({ live }, n) => (live === null ? [] : [grantOf(`user-${n}`, live)]));
          const written = Object.fromEntries(
            people.map(({ wanted }, n) => [
              `${projectAddress}/grants/user-${n}`,
              wanted === null ? null : { level: wanted },
            ]),
          );
          // Nobody who keeps a level is ever without one on the way.
          const state = carriedOut([organizationOf(), projectOf(), ...live], "grant", written, (_, now) => {
            for (const [n, { live, wanted }] of people.entries()) {
              if (live !== null && wanted !== null) {
                expect(now.get(`${projectAddress}/grants/user-${n}`)).toBeDefined();
              }
            }
          });
          expectWritten(state, written);
        },
      ),
    );
  });

  const word = (closed: string, open: string) => fc.constantFrom(closed, open);
  const settings = {
    "overrides.copy": word("no-one", "all-members"),
    "overrides.delete": word("admins-only", "contributors-and-admins"),
    "overrides.download": word("no-one", "all-members"),
    previewViewerRestricted: fc.boolean(),
    externalUploadRestricted: fc.boolean(),
    databaseUIViewOnly: fc.boolean(),
    databaseResultsRestricted: fc.option(fc.integer({ min: 1 })),
    allowedExecutables: fc.option(fc.constant(["app-qc"])),
    httpsAppIsolatedBrowsing: fc.boolean(),
    displayDataProtectionNotice: fc.boolean(),
    egressBillTo: fc.constantFrom("projectBillTo", "downloaderBillTo"),
    monthlyComputeLimit: fc.option(fc.nat()),
    summary: fc.string(),
    name: fc.string({ minLength: 1 }),
  };
  const some = fc.record(settings, { requiredKeys: [] });

  it("projects that are there", () => {
    fc.assert(
      fc.property(some, some, (was, wanted) => {
        const before: Attributes = { ...projectDefaults(), name: "p", ...was };
        const live = [organizationOf(), projectOf({ attributes: before })];
        const written: Written = { [projectAddress]: wanted };
        const state = carriedOut(live, "project", written, (body, now) => {
          // The platform refuses to open downloads while the preview is restricted.
          const opens = (body as { downloadRestricted?: boolean }).downloadRestricted === false;
          const held = now.get(projectAddress)?.attributes;
          if (opens && held?.["overrides.download"] === "no-one")
            expect(held.previewViewerRestricted).toBe(false);
        });
        expectWritten(state, written);
        const after = state.get(projectAddress)?.attributes ?? {};
        for (const [name, value] of Object.entries(before)) {
          if (name in wanted) continue;
          // What is not written stays; the preview may only be closed along with the downloads.
          if (name === "previewViewerRestricted") expect(value === true && after[name] === false).toBe(false);
          else expect(after[name]).toEqual(value);
        }
      }),
    );
  });

  it("projects that are new", () => {
    fc.assert(
      fc.property(some, (wanted) => {
        const written: Written = { [projectAddress]: wanted };
        const state = carriedOut([organizationOf()], "project", written);
        expectWritten(state, written);
        expect(state.get(`${projectAddress}/grants/${actor.id}`)?.attributes).toEqual({
          level: "ADMINISTER",
        });
      }),
    );
  });

  it("organizations, new or there", () => {
    const wanted = fc.record(
      {
        name: fc.string({ minLength: 1 }),
        "policies.memberListVisibility": fc.constantFrom("ADMIN", "MEMBER", "PUBLIC"),
        "policies.restrictProjectTransfer": fc.constantFrom("ADMIN", "MEMBER"),
        "policies.jobReuse": fc.boolean(),
        "policies.detailedJobMetricsCollectDefault": fc.boolean(),
        samlIdP: fc.string({ minLength: 1 }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(wanted, fc.boolean(), (some, there) => {
        const written: Written = { [org]: some };
        expectWritten(carriedOut(there ? [organizationOf()] : [], "organization", written), written);
      }),
    );
  });
});
