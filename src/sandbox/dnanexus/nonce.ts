import { canonical } from "../canonical.ts";
import { numberOf, textOf } from "../row.ts";
import { type At, field, isRecord, optional, text } from "../shape.ts";
import type { Call } from "./call.ts";
import { invalidInput } from "./errors.ts";

const oneHour = 60 * 60 * 1000;

/**
 * Acts once a nonce (dnanexus.md §4 Nonce): the same body within one hour gets the first answer again, another
 * body is InvalidInput. Without a nonce it simply acts.
 */
export function once(call: Call, act: () => Record<string, unknown>): unknown {
  const nonce = optional(field(call.body, "nonce"), readNonce);
  if (nonce === undefined) return act();
  const { nonce: _nonce, ...rest } = isRecord(call.body.value) ? call.body.value : {};
  const body = canonical(rest);
  const { store, user, path, now } = call;
  store.run("DELETE FROM nonces WHERE used < ?", now - oneHour);
  const sql = "SELECT body, answer, used FROM nonces WHERE user = ? AND route = ? AND nonce = ?";
  const found = store.first(sql, (row) => row, user, path, nonce);
  if (found !== undefined && numberOf(found, "used") >= now - oneHour) {
    if (textOf(found, "body") === body) return JSON.parse(textOf(found, "answer"));
    throw invalidInput(`The nonce ${nonce} was used with another input`);
  }
  const answer = act();
  store.run(
    "INSERT INTO nonces (user, route, nonce, body, answer, used) VALUES (?, ?, ?, ?, ?, ?)",
    user,
    path,
    nonce,
    body,
    JSON.stringify(answer),
    now,
  );
  return answer;
}

function readNonce(at: At): string {
  const nonce = text(at);
  return Buffer.byteLength(nonce) <= 128 ? nonce : at.fail(at.path, "must have at most 128 bytes");
}
