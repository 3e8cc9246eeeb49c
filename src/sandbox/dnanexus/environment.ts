import type { ClientEnvironment } from "../definition.ts";

/** The variables that point `dx` at a sandbox (dnanexus.md §7.1); no login is needed, nor possible over http. */
export function environment(url: string, token: string): ClientEnvironment {
  const { hostname, port } = new URL(url);
  return {
    client: "dx",
    variables: {
      DX_APISERVER_HOST: hostname,
      DX_APISERVER_PORT: port,
      DX_APISERVER_PROTOCOL: "http",
      DX_SECURITY_CONTEXT: JSON.stringify({ auth_token_type: "Bearer", auth_token: token }),
      // Only for `dx new user`; unlike the other host, this one carries its scheme.
      DX_AUTHSERVER_HOST: `http://${hostname}`,
      DX_AUTHSERVER_PORT: port,
    },
  };
}
