/**
 * Numbers. Terraform has decimals of 512 bits and compares exactly; here they are doubles, each of which stands for its
 * shortest decimal text: 0.1 is a tenth. A number that this text does not give exactly cannot be held.
 */

/** A decimal in one form only: no zeros at either end. Its value is `digits` · 10 ^ `exponent`. */
interface Decimal {
  readonly negative: boolean;
  readonly digits: string;
  readonly exponent: number;
}

const written = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,9}))?$/;

function decimal(text: string): Decimal | null {
  const match = written.exec(text);
  if (match === null) return null;
  const [, sign = "", whole = "", fraction = "", power = "0"] = match;
  const digits = `${whole}${fraction}`;
  const from = firstOther(digits);
  if (from === digits.length) return { negative: false, digits: "", exponent: 0 };
  let to = digits.length;
  while (digits[to - 1] === "0") to -= 1;
  return {
    negative: sign === "-",
    digits: digits.slice(from, to),
    exponent: Number(power) - fraction.length + (digits.length - to),
  };
}

function firstOther(digits: string): number {
  let at = 0;
  while (digits[at] === "0") at += 1;
  return at;
}

function same(one: Decimal | null, other: Decimal | null): boolean {
  return (
    one !== null &&
    other !== null &&
    one.negative === other.negative &&
    one.digits === other.digits &&
    one.exponent === other.exponent
  );
}

/** The number that a decimal text stands for; null where a double does not hold it, or it is no number. */
export function fromDecimal(text: string): number | null {
  const exact = decimal(text);
  if (exact === null) return null;
  const value = Number(text);
  if (!Number.isFinite(value) || !same(decimal(String(value)), exact)) return null;
  return value === 0 ? 0 : value;
}

/** The same for a double that stands for its own binary value: 1.5 can be held, the double next to a tenth cannot. */
export function fromDouble(value: number): number | null {
  if (Number.isSafeInteger(value)) return value === 0 ? 0 : value;
  if (!Number.isFinite(value)) return null;
  return same(decimal(String(value)), decimal(exactText(value))) ? value : null;
}

/** All digits of a double. It is m · 2^e, and with a negative e that is m · 5^-e · 10^e. */
function exactText(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = biased === 0 ? fraction : fraction | 0x10000000000000n;
  const exponent = Math.max(biased, 1) - 1075;
  const sign = value < 0 ? "-" : "";
  return exponent >= 0
    ? `${sign}${mantissa << BigInt(exponent)}`
    : `${sign}${mantissa * 5n ** BigInt(-exponent)}e${exponent}`;
}

/** The shortest decimal text of a number, without a power of ten. */
export function plainText(value: number): string {
  const text = String(value);
  const exact = text.includes("e") ? decimal(text) : null;
  if (exact === null) return text;
  const { negative, digits, exponent } = exact;
  const sign = negative ? "-" : "";
  if (exponent >= 0) return `${sign}${digits}${"0".repeat(exponent)}`;
  const padded = digits.padStart(1 - exponent, "0");
  return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
}
