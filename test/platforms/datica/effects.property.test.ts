/** What a call does, by the driver and by the sandbox: the two were written apart from each other. */
import { expect, it } from "vitest";
import type { CallDraft } from "../../../src/model/call.ts";
import type { Resource } from "../../../src/model/resource.ts";
import type { StateView } from "../../../src/model/state.ts";
import { datica } from "../../../src/platforms/datica/index.ts";
import { idOfRole, roles } from "../../../src/platforms/datica/roles.ts";
import type { Operation } from "../../../src/platforms/datica/writes.ts";
import { soughtAs } from "../harness/connect.ts";
import { chance, type Gen, pick, some } from "../harness/draw.ts";
import { effectsAgree } from "../harness/effects.ts";

const root = "root@acme.io";
const people = ["ann@acme.io", "Bob@Acme.io", "cid@acme.io", "dot@acme.io"] as const;
const guests = ["eve@example.com", "Fay@example.com"] as const;
const groups = ["Admins", "Full Access", "a/b %"] as const;

/** `root` sees everything and is never the one that a call is about, so that reading stays possible. */
function drawSeed(gen: Gen): unknown {
  const organization = (name: string) => {
    const members: Record<string, string> = { [root]: "owner" };
    for (const each of people) {
      const role = pick(gen, null, "member", "member", "admin", "owner");
      if (role !== null) members[each] = role;
    }
    const joined = Object.keys(members);
    return {
      name,
      members,
      // Whoever joined by another invite may still be waited for.
      invites: some(gen, ...people, ...guests).map((email) => ({ email, role: pick(gen, ...roles) })),
      groups: Object.fromEntries(
        groups.map((group) => [
          group,
          { acls: [...some(gen, "x", "y")], members: [...some(gen, ...joined)] },
        ]),
      ),
    };
  };
  const [acme, lab] = [organization("Acme"), organization("Lab")];
  const environment = (name: string, of: typeof acme, pod: string) => ({
    name,
    organization: of.name,
    pod,
    users: [...some(gen, ...Object.keys(of.members))],
  });
  return {
    // With a second factor of their own, so that an organization may demand one.
    users: [root, ...people, ...guests].map((email) => ({
      email,
      mfa: { type: "authenticator", code: "123456" },
    })),
    pods: ["pod01", "pod02"],
    orgs: [acme, lab],
    environments: [
      environment("production", acme, "pod01"),
      environment("staging", acme, "pod02"),
      environment("production", lab, "pod02"),
    ],
  };
}

interface Draw {
  readonly gen: Gen;
  readonly state: StateView;
  readonly step: number;
  readonly org: Resource;
}

const nobody = "00000000-0000-4000-8000-000000000000";

function oneOf(gen: Gen, resources: Iterable<Resource>): Resource | undefined {
  const all = [...resources];
  return all.length === 0 ? undefined : pick(gen, ...all);
}

function memberOf({ gen, state, org }: Draw, pending: boolean): Resource | undefined {
  const all = [...state.list(`${org.address}/members`)];
  return oneOf(
    gen,
    all.filter((each) => each.key !== root && (each.pending !== undefined) === pending),
  );
}

function accountOf(member: Resource | undefined): string {
  return String(member?.facts?.user ?? nobody);
}

function inOrg(
  operation: Operation,
  { org }: Draw,
  more: Pick<CallDraft, "method" | "path" | "body">,
): CallDraft {
  return { operation, scope: org.address, changes: [], ...more };
}

function invite(role: "member" | "admin", draw: Draw): CallDraft {
  return inOrg(`invite.send-${role}`, draw, {
    method: "POST",
    path: ["orgs", draw.org.key, "invites"],
    body: {
      email: pick(draw.gen, ...people, ...guests, `new-${draw.step}@example.com`),
      role: idOfRole(draw.org, role),
      linkTemplate: "https://example.com/{inviteCode}",
    },
  });
}

function removal(operation: "member.remove-member" | "member.remove-any", draw: Draw): CallDraft | null {
  const member = memberOf(draw, false);
  const isMember = member === undefined || member.attributes.role === "member";
  if (isMember !== (operation === "member.remove-member")) return null;
  return inOrg(operation, draw, {
    method: "DELETE",
    path: ["orgs", draw.org.key, "users", accountOf(member)],
  });
}

function inEnvironment(
  operation: Operation,
  { gen, state, org }: Draw,
  method: CallDraft["method"],
  more: { readonly below?: readonly string[]; readonly body?: CallDraft["body"] & object },
): CallDraft | null {
  const environment = oneOf(gen, state.list(`${org.address}/environments`));
  if (environment?.id === undefined) return null;
  const { below = [], body } = more;
  return {
    operation,
    method,
    host: "paas",
    path: ["environments", environment.id, ...below],
    headers: { "x-pod-id": String(environment.attributes.pod) },
    scope: environment.address,
    changes: [],
    ...(body === undefined ? {} : { body }),
  };
}

function inGroup(
  operation: Operation,
  { gen, state, org }: Draw,
  method: CallDraft["method"],
  more: { readonly below?: readonly string[]; readonly body?: CallDraft["body"] & object },
): CallDraft | null {
  const all = [...state.list(`${org.address}/groups`)];
  const open = operation === "group.update" || operation === "group.delete";
  const group = oneOf(gen, open ? all.filter(({ facts }) => facts?.protected !== true) : all);
  if (group === undefined) return null;
  const { below = [], body } = more;
  return {
    operation,
    method,
    path: ["acls", org.key, "groups", group.key, ...below],
    scope: group.address,
    changes: [],
    ...(body === undefined ? {} : { body }),
  };
}

const direct: Readonly<Record<string, (draw: Draw) => CallDraft | null>> = {
  "organization.update": (draw) =>
    inOrg("organization.update", draw, {
      method: "PUT",
      path: ["orgs", draw.org.key],
      body: {
        ...(chance(draw.gen) ? { name: `Renamed ${draw.step}` } : {}),
        ...(chance(draw.gen) ? { description: pick(draw.gen, "", "Health") } : {}),
        mfaRequired: chance(draw.gen),
      },
    }),
  "invite.send-member": (draw) => invite("member", draw),
  "invite.send-admin": (draw) => invite("admin", draw),
  "invite.revoke": (draw) =>
    inOrg("invite.revoke", draw, {
      method: "DELETE",
      path: ["orgs", draw.org.key, "invites", openInvite(draw)],
    }),
  "member.set-role": (draw) => {
    const member = memberOf(draw, false);
    return inOrg("member.set-role", draw, {
      method: "PUT",
      path: ["orgs", draw.org.key, "users", accountOf(member)],
      body: { role: idOfRole(draw.org, pick(draw.gen, ...roles)) },
    });
  },
  "member.remove-member": (draw) => removal("member.remove-member", draw),
  "member.remove-any": (draw) => removal("member.remove-any", draw),
  "environment.rename": (draw) =>
    inEnvironment("environment.rename", draw, "PUT", { body: { name: `renamed ${draw.step}` } }),
  "environment.grant": (draw) =>
    inEnvironment("environment.grant", draw, "POST", {
      below: ["users", accountOf(memberOf(draw, false))],
      body: {},
    }),
  "environment.revoke": (draw) =>
    inEnvironment("environment.revoke", draw, "DELETE", {
      below: ["users", accountOf(memberOf(draw, false))],
    }),
  "group.create": (draw) =>
    inOrg("group.create", draw, {
      method: "POST",
      path: ["acls", draw.org.key, "groups"],
      body: { name: pick(draw.gen, ...groups, `new ${draw.step}`), acls: [...some(draw.gen, "x", "y", "z")] },
    }),
  "group.update": (draw) =>
    inGroup("group.update", draw, "PUT", { body: { acls: [...some(draw.gen, "x", "y", "z")] } }),
  "group.delete": (draw) => inGroup("group.delete", draw, "DELETE", {}),
  "group.join": (draw) =>
    inGroup("group.join", draw, "PUT", { below: ["members", accountOf(memberOf(draw, false))] }),
  "group.leave": (draw) =>
    inGroup("group.leave", draw, "DELETE", { below: ["members", accountOf(memberOf(draw, false))] }),
};

/** That of somebody who is waited for; also of one who has joined otherwise. */
function openInvite(draw: Draw): string {
  const [pending, other] = [true, false].map((is) => {
    const invite = memberOf(draw, is)?.facts?.invite;
    return typeof invite === "object" && invite !== null && "id" in invite ? String(invite.id) : undefined;
  });
  return (chance(draw.gen) ? (pending ?? other) : (other ?? pending)) ?? nobody;
}

it("effects say what the platform does, rules say who may, touched says whose access moves", async () => {
  expect(Object.keys(direct).length).toBe(Object.keys(datica.rules.actions).length - 2);
  await effectsAgree({
    platform: datica,
    accounts: [root, ...people, guests[0]],
    watchers: [root],
    organizations: soughtAs("Acme", "Lab", ...Array.from({ length: 20 }, (_, step) => `Renamed ${step}`)),
    drawSeed,
    drawCall: (gen, state, _actor, step) => {
      const org = oneOf(gen, state.list(""));
      const make = direct[pick(gen, ...Object.keys(direct))];
      return org === undefined || make === undefined ? null : make({ gen, state, step, org });
    },
    // No account may do these (protected groups), so that they are never sent.
    never: ["group.update-protected", "group.delete-protected"],
  });
}, 120_000);
