/** The roles that people are given, from least to most. All others are given by the platform itself (§6). */
export const givenRoles = ["admin", "org-admin"] as const;
type GivenRole = (typeof givenRoles)[number];

export const organizationAdmin = "org-admin";

export function isGiven(role: string): role is GivenRole {
  return givenRoles.some((each) => each === role);
}

/** The role that everybody has whom an account holds: `org` in the default account, `default-user` elsewhere. */
export function baseRole(inDefaultAccount: boolean): string {
  return inDefaultAccount ? "org" : "default-user";
}

/** The given ones among role keys, each once, from least to most. */
export function given(roles: Iterable<string>): readonly GivenRole[] {
  const has = new Set(roles);
  return givenRoles.filter((role) => has.has(role));
}
