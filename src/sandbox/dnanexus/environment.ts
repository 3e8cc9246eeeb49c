import type { ClientEnvironment, Credentials } from "../definition.ts";

/** The variables that point `dx` at a sandbox (dnanexus.md §7.1); no login is needed, nor possible over http. */
export function environment(url: string, { token }: Credentials, folder: string): ClientEnvironment {
  const { hostname, port } = new URL(url);
  return {
    client: "dx",
    variables: {
      DX_APISERVER_HOST: hostname,
      DX_APISERVER_PORT: port,
      DX_APISERVER_PROTOCOL: "http",
      DX_SECURITY_CONTEXT: JSON.stringify({ auth_token_type: "Bearer", auth_token: token }),
      // What is saved there stands in for variables that are not set, and `dx select` saves all of them: without
      // a folder of its own it would write the sandbox's address and token over the login to the real platform.
      DX_USER_CONF_DIR: folder,
      // Only for `dx new user`; unlike the other host, this one carries its scheme.
      DX_AUTHSERVER_HOST: `http://${hostname}`,
      DX_AUTHSERVER_PORT: port,
    },
    unset: [
      // A project of the real platform, and what marks a job of it.
      "DX_JOB_ID",
      "DX_WORKSPACE_ID",
      "DX_PROJECT_CONTEXT_ID",
      // Any proxy is used, for this machine too: no_proxy is not read.
      "http_proxy",
      "HTTP_PROXY",
      "https_proxy",
      "HTTPS_PROXY",
    ],
  };
}
