/** A platform's example behind a front, with a secret wherever there can be one. */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import type { Platform } from "../../src/model/platform.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { environment } from "../platforms/harness/converge.ts";
import { type Front, frontOf } from "./front.ts";

const examples = resolve(import.meta.dirname, "../../examples");

/** Given to people who are made: the policy of the example lets it pass, and no coding leaves it as it is. */
export const firstPassword = "Mk7&-Qz!x9$Wv2%Rt";

/** What no coding leaves as it is. */
const password = 'Pw"<&>/\\+é-q83Kd02xTz';

/** What the account's second factor asks for. */
const otp = "731904265318";

/** Secrets of the account that Charter acts as, where a seed says them. */
const account: Readonly<Record<string, object>> = {
  datica: { password, mfa: { type: "authenticator", code: otp } },
  "cloud-console": { password },
  marketplace: { refreshToken: 'Rt"<&>/+=-q83Kd02xTz' },
};
const others: Readonly<Record<string, object>> = {
  marketplace: { clients: [{ id: "charter", secret: 'Cs"<&>/+=-w64Jf91yVb' }] },
};

interface Seed {
  readonly users?: readonly object[];
}

function seeded(name: string, { users: [first, ...rest] = [], ...seed }: Seed): object {
  const users = first === undefined ? {} : { users: [{ ...first, ...account[name] }, ...rest] };
  return { ...seed, ...users, ...others[name] };
}

export interface World extends AsyncDisposable {
  readonly platform: Platform;
  readonly sandbox: Sandbox;
  readonly front: Front;
  readonly directory: string;
  /** The environment, with a credential that was never used. */
  readonly env: () => Readonly<Record<string, string>>;
  /** All that must not be anywhere. */
  readonly secrets: () => ReadonlySet<string>;
}

export async function worldOf(platform: Platform): Promise<World> {
  const example = join(examples, platform.name);
  const seed: Seed = parse(await readFile(join(example, "seed.yaml"), "utf8"));
  const sandbox = await startSandbox(platform.name, { seed: seeded(platform.name, seed) });
  const front = await frontOf(platform, sandbox);
  const directory = await mkdtemp(join(tmpdir(), "charter-secrets-"));
  await mkdir(join(directory, "organizations"));
  await cp(join(example, "organizations/acme.yaml"), join(directory, "organizations/acme.yaml"));
  const [actor = ""] = Object.keys(sandbox.tokens);
  const secrets = new Set([firstPassword]);
  const env = () => {
    const variables: Record<string, string> = { FIRST_PASSWORD: firstPassword };
    for (const [name, value] of Object.entries(environment(platform, sandbox, actor))) {
      variables[name] = value === sandbox.url ? front.url : value;
    }
    for (const rule of Object.values(platform.protocol.credentials)) {
      const value = variables[rule.env];
      if (value !== undefined && rule.public !== true) secrets.add(value);
    }
    return variables;
  };
  env();
  return {
    platform,
    sandbox,
    front,
    directory,
    env,
    secrets: () => new Set([...secrets, ...front.secrets]),
    [Symbol.asyncDispose]: async () => {
      await front[Symbol.asyncDispose]();
      await sandbox.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Takes the credential's parts out of the environment and puts them into files outside of the folder. */
export async function inFiles(world: World, folder: string): Promise<Readonly<Record<string, string>>> {
  const env: Record<string, string> = { ...world.env() };
  const sources: Record<string, { readonly file: string }> = {};
  for (const [part, { env: name }] of Object.entries(world.platform.protocol.credentials)) {
    const value = env[name];
    if (value === undefined) continue;
    sources[part] = { file: join(folder, part) };
    await writeFile(join(folder, part), `${value}\n`, { mode: 0o600 });
    delete env[name];
  }
  const connection = { platform: world.platform.name, credentials: sources };
  await writeFile(
    join(world.directory, "charter.yaml"),
    JSON.stringify({ connections: { [world.platform.name]: connection } }),
  );
  return env;
}
