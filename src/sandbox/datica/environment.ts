import { join } from "node:path";
import type { ClientEnvironment, Credentials } from "../definition.ts";

/** The variables that point Datica's own client at a sandbox (datica.md §7); both hosts are one here. */
export function environment(
  url: string,
  { email = "", password = "" }: Credentials,
  folder: string,
): ClientEnvironment {
  return {
    client: "datica",
    variables: {
      AUTH_HOST: url,
      PAAS_HOST: url,
      ACCOUNTS_HOST: url,
      DATICA_EMAIL: email,
      DATICA_PASSWORD: password,
      // Its settings hold the session and the pods; without a file of its own it would overwrite the real ones.
      DATICA_CONFIG_FILE: join(folder, ".datica"),
    },
    unset: [
      // Paths and an environment of the real platform.
      "AUTH_HOST_VERSION",
      "PAAS_HOST_VERSION",
      "DATICA_ENV",
    ],
  };
}
