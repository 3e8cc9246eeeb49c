/** Whatever a reader says can be shown everywhere. */
import assert from "node:assert/strict";
import type { Finding } from "../../src/model/finding.ts";
import { annotations } from "../../src/report/findings/annotations.ts";
import { findingsMarkdown } from "../../src/report/findings/markdown.ts";
import { findingsText } from "../../src/report/findings/terminal.ts";

/** Control, invisible and reordering characters, and halves of characters. */
const unsafe = /[[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]--\n]/v;

export function expectHarmless(findings: readonly Finding[]): void {
  for (const text of [findingsText(findings), findingsMarkdown(findings), annotations(findings)]) {
    assert.doesNotMatch(text, unsafe);
  }
}
