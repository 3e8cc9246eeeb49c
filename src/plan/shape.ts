/** The form of a plan file, whole: a member that is not in here is refused, since nobody knows what it would mean. */
import { type TSchema, Type } from "typebox";
import { Compile } from "typebox/schema";
import type { Withheld } from "../model/access.ts";
import type { Call } from "../model/call.ts";
import type { Action, AttributeChange, Reason } from "../model/change.ts";
import type { Position } from "../model/finding.ts";
import type { Direction } from "../model/kind.ts";
import type {
  AccessChange,
  Expiring,
  NextStep,
  Plan,
  PlannedChange,
  PlanSection,
  PlanSummary,
  SideEffect,
  Stop,
  Unmanaged,
} from "../model/plan.ts";
import type { Unreadable } from "../model/resource.ts";

/** Every member of `T`; that none is forgotten is checked with the types. */
const form = <T>(members: { readonly [name in keyof Required<T>]: TSchema }) =>
  Type.Object(members, { additionalProperties: false });
const list = (of: TSchema) => Type.Array(of);
const map = (of: TSchema) => Type.Record(Type.String(), of);
const maybe = (of: TSchema) => Type.Optional(of);
const or = (of: TSchema) => Type.Union([of, Type.Null()]);
/** One of these words, all of which stand here. */
const one = <T extends string>(words: { readonly [word in T]: true }) =>
  Type.Union(Object.keys(words).map((word) => Type.Literal(word)));
const text = Type.String();
const count = Type.Integer({ minimum: 0 });
/** JSON of any kind: what it may be, making the plan again decides. */
const json = Type.Unknown();

const change = form<PlannedChange>({
  address: text,
  kind: text,
  key: text,
  action: one<Action>({ create: true, update: true, replace: true, delete: true }),
  reason: one<Reason>({ configured: true, removed: true, expired: true, renamed: true, left: true }),
  direction: one<Direction>({ raising: true, lowering: true, neutral: true }),
  id: or(text),
  before: or(map(json)),
  after: or(map(json)),
  attributes: list(form<AttributeChange>({ name: text, before: json, after: json })),
  position: maybe(form<Position>({ file: text, line: count, column: count })),
  calls: list(text),
  by: maybe(text),
  pending: maybe(text),
  waiting: maybe(text),
  prepared: maybe(Type.Literal(true)),
});

const ref = Type.Union([
  form<{ $ref: unknown; address: unknown }>({ $ref: Type.Literal("id"), address: text }),
  form<{ $ref: unknown; name: unknown }>({ $ref: Type.Literal("secret"), name: text }),
  form<{ $ref: unknown; address: unknown; name: unknown }>({
    $ref: Type.Literal("fact"),
    address: text,
    name: text,
  }),
  form<{ $ref: unknown }>({ $ref: Type.Literal("nonce") }),
]);

const call = form<Call>({
  operation: text,
  host: maybe(text),
  method: one<Call["method"]>({ GET: true, POST: true, PUT: true, PATCH: true, DELETE: true }),
  path: list(Type.Union([text, ref])),
  query: maybe(map(json)),
  body: maybe(json),
  replaces: maybe(json),
  headers: maybe(map(text)),
  scope: text,
  changes: list(text),
  lane: maybe(text),
  yields: maybe(form<NonNullable<Call["yields"]>>({ address: text, pointer: text })),
  id: text,
  as: maybe(text),
  dependsOn: list(text),
});

const stop = form<Stop>({ guard: text, scope: text, message: text, allow: or(text), setting: or(text) });

const section = form<PlanSection>({
  connection: text,
  platform: text,
  urls: map(text),
  actor: text,
  organizations: list(text),
  changes: list(change),
  calls: list(call),
  effects: list(
    form<SideEffect>({
      call: text,
      address: text,
      kind: text,
      effect: one<SideEffect["effect"]>({ appears: true, changes: true, goes: true }),
    }),
  ),
  access: list(
    form<AccessChange>({
      who: text,
      target: text,
      before: or(text),
      after: or(text),
      gained: list(text),
      lost: list(text),
      via: list(text),
      left: maybe(list(text)),
      withheld: maybe(list(form<Withheld>({ action: text, by: text }))),
    }),
  ),
  pending: list(form<PlanSection["pending"][number]>({ address: text, for: text })),
  unmanaged: list(form<Unmanaged>({ address: text, kind: text, name: or(text) })),
  unknown: list(form<Unreadable>({ address: text, collection: or(text), why: text })),
  stops: list(stop),
  allowed: list(stop),
  next: list(form<NextStep>({ address: text, step: text })),
  expiring: list(form<Expiring>({ address: or(text), person: or(text), expires: text })),
  basis: map(text),
  covers: list(text),
});

const plan = form<Plan>({
  format: Type.Literal("charter-plan/1"),
  version: text,
  time: Type.String({ pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/ }),
  configuration: text,
  targets: list(text),
  allow: list(text),
  withoutForbidden: Type.Boolean(),
  sections: list(section),
  stops: list(stop),
  allowed: list(stop),
  summary: form<PlanSummary>({
    create: count,
    update: count,
    replace: count,
    delete: count,
    waiting: count,
    pending: count,
    unmanaged: count,
    unknown: count,
    stops: count,
    calls: count,
  }),
  digest: text,
});

/** Compiled at first use: most runs read no plan file. */
let compiled: ReturnType<typeof Compile<typeof plan>> | undefined;
const validator = () => {
  compiled ??= Compile(plan);
  return compiled;
};

/** Every value of this form is a plan: the form is that of the type, member by member. */
export function isPlan(value: unknown): value is Plan {
  return validator().Check(value);
}

/** Where a value is not a plan, and how: the end of a sentence. */
export function whyNoPlan(value: unknown): string {
  const [first] = validator().Errors(value)[1];
  if (first === undefined) return "it is wrong";
  // A member that no form knows.
  const why = first.schemaPath.endsWith("/additionalProperties") ? "is not known" : first.message;
  return `${first.instancePath || "/"} ${why}`;
}
