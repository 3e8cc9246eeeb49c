/** Random states and calls for the property test of effects. */
import { addressOf, collectionOf } from "../../../src/model/address.ts";
import type { CallDraft } from "../../../src/model/call.ts";
import type { Attributes, Resource } from "../../../src/model/resource.ts";
import type { StateView } from "../../../src/model/state.ts";
import { marketplace } from "../../../src/platforms/marketplace/index.ts";
import type { Operation } from "../../../src/platforms/marketplace/writes.ts";
import { draftsIn } from "../harness/changes.ts";
import { chance, type Gen, pick, some } from "../harness/draw.ts";

export const people = ["a", "b", "c", "d", "e"].map((name) => `${name}@example.com`);
const roles = ["viewer", "reviewer", "editor", "maintainer"] as const;
const names = ["Acme", "Labs"] as const;

/** Client id → who owns it. */
export const owners: Readonly<Record<string, string>> = Object.fromEntries(
  people.flatMap((owner, n) => [
    [`app-${n}`, owner],
    [`other-${n}`, owner],
  ]),
);
const applications = Object.keys(owners);

/** Every name that an organization may have. */
export const organizationNames = [...names, "Renamed", ...Array.from({ length: 40 }, (_, n) => `New ${n}`)];

export function drawSeed(gen: Gen): unknown {
  const rolesOf = (some: readonly string[]) =>
    Object.fromEntries(some.map((who) => [who, pick(gen, ...roles)]));
  return {
    users: people.map((email) => ({ email })),
    applications: applications.map((clientId) => ({ clientId, owner: owners[clientId] })),
    organizations: names.map((name) => {
      const members: Record<string, string> = {
        ...rolesOf(some(gen, ...people)),
        [pick(gen, ...people)]: "maintainer",
      };
      return {
        name,
        description: pick(gen, "", "Words"),
        members,
        applications: some(gen, ...applications),
        teams: ["Dev", "Ops"].slice(0, pick(gen, 0, 1, 2)).map((team) => ({
          name: team,
          members: rolesOf(some(gen, ...Object.keys(members))),
          applications: some(gen, ...applications),
        })),
      };
    }),
  };
}

interface Draw {
  readonly gen: Gen;
  readonly state: StateView;
  readonly actor: { readonly id: string };
  readonly step: number;
  readonly organization: Resource;
  /** A team of it, if there is one. */
  readonly team: Resource | null;
}

type Change = readonly [kind: string, written: Readonly<Record<string, Attributes | null>>];

/** What somebody may wish for, for each operation that it comes to. */
const wishes: Readonly<Record<Operation, (draw: Draw) => Change | null>> = {
  "organization.create": ({ gen, step }) => {
    const name = pick(gen, `New ${step}`, `New ${step}`, "Acme");
    return [
      "organization",
      { [`label ${step}`]: { name, ...(chance(gen) ? { description: "Fresh" } : {}) } },
    ];
  },
  "organization.update": ({ gen, organization }) => [
    "organization",
    { [organization.address]: pick<Attributes>(gen, { name: "Renamed" }, { description: "Else" }) },
  ],
  "organization.delete": ({ gen, organization }) =>
    pick(gen, 0, 0, 1) === 0 ? null : ["organization", { [organization.address]: null }],
  "member.add": (draw) => ["member", added(draw, draw.organization)],
  "member.change": (draw) => moved(draw, "member", draw.organization),
  "member.remove": (draw) => removed(draw, "member", draw.organization, false),
  "member.leave": (draw) => removed(draw, "member", draw.organization, true),
  "team.create": ({ gen, step, organization }) => [
    "team",
    { [`${organization.address}/teams/t ${step}`]: { name: pick(gen, `Team ${step}`, "Dev") } },
  ],
  "team.update": ({ gen, team }) =>
    team === null
      ? null
      : ["team", { [team.address]: pick<Attributes>(gen, { name: "Ops" }, { description: "Else" }) }],
  "team.delete": ({ team }) => (team === null ? null : ["team", { [team.address]: null }]),
  "team-member.add": (draw) => (draw.team === null ? null : ["team-member", added(draw, draw.team)]),
  "team-member.change": (draw) => moved(draw, "team-member", draw.team),
  "team-member.remove": (draw) => removed(draw, "team-member", draw.team, false),
  "team-member.leave": (draw) => removed(draw, "team-member", draw.team, true),
  "application.share": (draw) => {
    const { gen, actor } = draw;
    const own = applications.filter((each) => owners[each] === actor.id);
    return shared(draw, pick(gen, ...own, ...own, ...applications), {});
  },
  "application.unshare": (draw) => {
    const home = pick(draw.gen, draw.organization, draw.team ?? draw.organization);
    // A stranger is told that there is nothing, which after a plan that was right means that it is gone.
    const isMember =
      draw.state.get(addressOf(draw.organization.address, "members", draw.actor.id)) !== undefined;
    const live = [...draw.state.list(collectionOf(home.address, "applications"))].filter(
      ({ key }) => isMember || owners[key] === draw.actor.id,
    );
    const [first, ...rest] = live;
    return first === undefined ? null : [first.kind, { [pick(draw.gen, first, ...rest).address]: null }];
  },
};

function shared({ gen, organization, team }: Draw, clientId: string, written: Attributes): Change {
  const home = pick(gen, organization, team ?? organization);
  const kind = home === organization ? "share" : "team-share";
  return [kind, { [addressOf(home.address, "applications", clientId)]: written }];
}

/** Somebody new, or somebody who is there: then all of the batch is refused. */
function added({ gen, state }: Draw, home: Resource): Readonly<Record<string, Attributes>> {
  const open = people.filter((each) => state.get(addressOf(home.address, "members", each)) === undefined);
  const chosen = some(gen, ...open);
  return Object.fromEntries(
    (chosen.length === 0 ? ["nobody@example.com"] : chosen).map((email) => [
      addressOf(home.address, "members", email),
      { role: pick(gen, ...roles) },
    ]),
  );
}

function moved({ gen, state }: Draw, kind: string, home: Resource | null): Change | null {
  const [first, ...rest] = home === null ? [] : state.list(collectionOf(home.address, "members"));
  if (first === undefined) return null;
  const who = pick(gen, first, ...rest);
  return [
    kind,
    { [who.address]: { role: pick(gen, ...roles.filter((role) => role !== who.attributes.role)) } },
  ];
}

function removed(
  { gen, state, actor }: Draw,
  kind: string,
  home: Resource | null,
  self: boolean,
): Change | null {
  const live = home === null ? [] : [...state.list(collectionOf(home.address, "members"))];
  const [first, ...rest] = live.filter(({ key }) => (key === actor.id) === self);
  return first === undefined ? null : [kind, { [pick(gen, first, ...rest).address]: null }];
}

/** A call as plans hold it, whether the account may do it or not. */
export function drawCall(
  gen: Gen,
  state: StateView,
  actor: { readonly id: string },
  step: number,
): CallDraft | null {
  const [first, ...rest] = state.list("");
  const operation = pick(gen, ...(Object.keys(wishes) as Operation[]));
  const organization = first === undefined ? undefined : pick(gen, first, ...rest);
  if (organization === undefined) return null;
  const [one, ...others] = state.list(collectionOf(organization.address, "teams"));
  const team = one === undefined ? null : pick(gen, one, ...others);
  const wish = wishes[operation]({ gen, state, actor, step, organization, team });
  if (wish === null) return null;
  return draftsIn(marketplace, state, ...wish, { actor }).calls[0] ?? null;
}
