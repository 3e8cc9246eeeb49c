/** Messages to bytes and back, by the table. */
import protobuf from "protobufjs/light.js";
import { type MessageName, messages, type Received, type Sent } from "./table.ts";

/** Enumerations and numbers of 64 bits are plain numbers here: none is larger than 2^53. */
const scalars: Readonly<Record<string, string>> = { enum: "int32" };

const types = build();

function build(): ReadonlyMap<string, protobuf.Type> {
  const root = new protobuf.Root();
  const all = new Map<string, protobuf.Type>();
  for (const [name, fields] of Object.entries(messages)) {
    const type = new protobuf.Type(name);
    for (const [field, row] of Object.entries(fields)) type.add(fieldOf(field, row));
    root.add(type);
    all.set(name, type);
  }
  return all;
}

function fieldOf(
  name: string,
  row: readonly [number, string, ("repeated" | "map")?],
): protobuf.ReflectionObject {
  const [id, kind, rule] = row;
  const type = scalars[kind] ?? kind;
  if (rule === "map") return new protobuf.MapField(name, id, "string", type);
  return new protobuf.Field(name, id, type, rule);
}

function typeOf(name: MessageName): protobuf.Type {
  const type = types.get(name);
  if (type === undefined) throw new Error(`no message ${name}`);
  return type;
}

export function encodeMessage<Name extends MessageName>(name: Name, message: Sent<Name>): Uint8Array {
  return typeOf(name).encode(message).finish();
}

/** Throws where the bytes are no message of this kind. */
export function decodeMessage<Name extends MessageName>(name: Name, bytes: Uint8Array): Received<Name> {
  const type = typeOf(name);
  const made: { [field: string]: unknown } = type.toObject(type.decode(bytes), {
    defaults: true,
    longs: Number,
  });
  // The library fills in every field of the table, each of its kind; `Received` is that same table as a type.
  return made as Received<Name>;
}
