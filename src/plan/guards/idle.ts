/** Patterns in `guards` that mean nothing of this run: most likely misspelt, and then they protect nobody. */
import { collectionOf, homeOf } from "../../model/address.ts";
import type { GuardSettings } from "../../model/configuration.ts";
import type { Finding } from "../../model/finding.ts";
import { matcher, type Pattern } from "../../model/pattern.ts";
import { childKinds } from "../../model/platform.ts";
import type { SectionInput } from "../plan.ts";
import { neededIn } from "./required.ts";

/** A warning for each. Linear in what is live and written, for each pattern. */
export function idlePatterns(guards: GuardSettings, sections: readonly SectionInput[]): readonly Finding[] {
  const { admins, protected: untouched, collections } = guards;
  return [
    ...admins.required
      .filter((each) => !sections.some((section) => requires(each, section)))
      .map((each) => idle("guards.admins.required", each)),
    ...untouched
      .filter((each) => !sections.some((section) => meansSomething(each, section)))
      .map((each) => idle("guards.protected", each)),
    ...collections
      .filter(({ pattern }) => !sections.some((section) => meansCollection(pattern, section)))
      .map(({ pattern }) => idle("guards.collections", pattern)),
  ];
}

function requires(pattern: Pattern, { platform, organizations, live }: SectionInput): boolean {
  return neededIn(platform, organizations, live, [pattern]).length > 0;
}

function meansSomething(pattern: Pattern, { live, desired }: SectionInput): boolean {
  const means = matcher(pattern);
  for (const address of desired.resources.keys()) if (means(address)) return true;
  for (const { address } of live.all()) if (means(address)) return true;
  return false;
}

function meansCollection(pattern: Pattern, { platform, live, desired }: SectionInput): boolean {
  const means = matcher(pattern);
  for (const collection of desired.managed.keys()) if (means(collection)) return true;
  for (const { address, kind } of live.all()) {
    const home = homeOf(address);
    if (home !== null && means(home)) return true;
    if (childKinds(platform, kind).some((child) => means(collectionOf(address, child.collection))))
      return true;
  }
  return false;
}

function idle(setting: string, pattern: Pattern): Finding {
  return {
    code: "plan/idle-guard",
    severity: "warning",
    message: `${pattern} in ${setting} means nothing that is configured or live here. Correct it, or take it out: it protects nobody.`,
  };
}
