import { canonical, type Value } from "../model/value.ts";

/** Plain data as one line of JSON, members in a fixed order: equal values give equal bytes. */
export function toJson(value: object): string {
  const data: Value = JSON.parse(JSON.stringify(value));
  return escapeJson(canonical(data));
}

/**
 * What JSON allows inside of strings, yet no terminal, log or line reader should meet, as `\uXXXX`. The value that a
 * parser sees is the same.
 */
export function escapeJson(json: string): string {
  return json.replace(
    /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g,
    (found) => {
      return `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`;
    },
  );
}
