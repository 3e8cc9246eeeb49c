import type { ClientEnvironment, Credentials } from "../definition.ts";

/**
 * The variables from which `churros init`, of the vendor's own test suite, makes its settings (cloud-elements.md §7). It
 * writes them below HOME.
 */
export function environment(url: string, credentials: Credentials): ClientEnvironment {
  return {
    client: "churros",
    variables: {
      CHURROS_USER: credentials.email ?? "",
      CHURROS_PASSWORD: credentials.password ?? "",
      CHURROS_URL: url,
      // One of its tests compares a date with today's.
      TZ: "UTC",
    },
    unset: [],
  };
}
