import { parseFault } from "../../src/sandbox/faults.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { type CharterOptions, charter, type Ended, folder, start } from "./charter.ts";

/** A sandbox of our own process, whose request log a test can read, and a folder that is planned against it. */
export interface Live extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
  readonly run: (args: readonly string[], options?: CharterOptions) => Promise<Ended>;
  readonly start: (args: readonly string[]) => ReturnType<typeof start>;
  /** Changes something as one of the accounts, as somebody who does not use Charter would. */
  readonly call: (as: string, path: string, body: unknown) => Promise<unknown>;
  /** Requests that changed something since the start. */
  readonly writes: () => readonly string[];
  readonly faults: (...texts: readonly string[]) => void;
}

/** What stands in the sandbox at the start, in the words of its seed. */
const small = {
  users: ["alice", "bob", "carol", "dave", "erin", "frank"].map((name) => ({ id: `user-${name}` })),
  orgs: [
    {
      id: "org-acme",
      name: "Acme",
      members: {
        "user-alice": "ADMIN",
        "user-bob": "MEMBER",
        "user-carol": "MEMBER",
        "user-dave": "MEMBER",
        "user-erin": "MEMBER",
      },
    },
  ],
};

export const acme = `platform: dnanexus
organization: org-acme
name: Acme
members:
  user-alice: ADMIN
  user-bob: MEMBER
  user-carol: MEMBER
  user-dave: MEMBER
  user-erin: MEMBER
`;

export async function live(
  files: Readonly<Record<string, string>> = { "acme.yaml": acme },
  as = "user-alice",
  seed: unknown = small,
): Promise<Live> {
  const sandbox = await startSandbox("dnanexus", { seed });
  const dir = await folder(files);
  const env = {
    CHARTER_DNANEXUS_URL: sandbox.url,
    CHARTER_DNANEXUS_TOKEN: sandbox.tokens[as] ?? "",
  };
  return {
    sandbox,
    path: dir.path,
    env,
    run: (args, options) => charter(args, { cwd: dir.path, ...options, env: { ...env, ...options?.env } }),
    start: (args) => start(args, { cwd: dir.path, env }),
    call: async (account, path, body) => {
      const answer = await fetch(`${sandbox.url}${path}`, {
        method: "POST",
        headers: { authorization: `Bearer ${sandbox.tokens[account]}`, "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      return answer.json();
    },
    writes: () => sandbox.requests.filter(({ write }) => write).map(({ path, user }) => `${user} ${path}`),
    faults: (...texts) => sandbox.setFaults(texts.map(parseFault)),
    [Symbol.asyncDispose]: async () => {
      await sandbox.close();
      await dir[Symbol.asyncDispose]();
    },
  };
}
