/** MessagePack as Terraform writes it. */
import { decode, ExtData, type ExtensionCodecType, encode } from "@msgpack/msgpack";
import { unknown } from "../contract.ts";

/** Any extension is a value that is not known yet: 0, or 12 with what is known about it. Only 0 is ever written. */
const extensions: ExtensionCodecType<undefined> = {
  decode: () => unknown,
  tryToEncode: (value) => (value === unknown ? new ExtData(0, new Uint8Array(1)) : null),
};

/** In front of every key of what is read, so that none is `__proto__`, which the library refuses. */
const mark = ".";

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** Throws on whatever is not exactly one value. No length can be larger than what there is. */
export function unpack(bytes: Uint8Array): unknown {
  const most = bytes.byteLength;
  return decode(bytes, {
    extensionCodec: extensions,
    useBigInt64: true,
    keyDecoder: {
      canBeCached: () => true,
      decode: (all, offset, length) => `${mark}${utf8.decode(all.subarray(offset, offset + length))}`,
    },
    mapKeyConverter: (key) => {
      if (typeof key === "string") return key;
      throw new TypeError("a key that is no text");
    },
    maxStrLength: most,
    maxBinLength: most,
    maxArrayLength: most,
    maxMapLength: most,
    maxExtLength: most,
  });
}

/** The members of a map that was read. */
export function membersOf(map: object): readonly (readonly [string, unknown])[] {
  return Object.entries(map).map(([key, value]) => [key.slice(mark.length), value]);
}

export function pack(value: unknown): Uint8Array {
  return encode(value, { extensionCodec: extensions });
}
