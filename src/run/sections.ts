/** Connections of a configuration: opened side by side, each with the actor that its credential belongs to. */
import { type Connection, openConnection } from "../http/connection.ts";
import { type Redactor, redactor } from "../http/redact.ts";
import type { ConnectionConfiguration, ConnectionSettings } from "../model/configuration.ts";
import type { Finding } from "../model/finding.ts";
import type { Actor, Platform } from "../model/platform.ts";
import type { Failure } from "../model/protocol.ts";
import type { Store } from "../store/store.ts";
import { type Context, platformNamed } from "./context.ts";
import {
  defaultVariable,
  isLoopback,
  resolveCredentials,
  resolveProxies,
  resolveUrls,
  sourceName,
} from "./credentials.ts";
import { failureFinding } from "./failure.ts";
import { withoutSecrets } from "./unexpected.ts";

export interface Section {
  readonly configuration: ConnectionConfiguration;
  readonly platform: Platform;
  /** Where it leads: base URLs by host. */
  readonly urls: Readonly<Record<string, string>>;
  readonly connection: Connection;
  /** Another connection of the same account, for what must still be done once the first was cancelled. */
  readonly reconnect: (signal: AbortSignal) => Connection;
  readonly actor: Actor;
  /** Where the credential comes from, as messages name it. */
  readonly source: string;
}

/** Counts requests of all connections for a progress display. */
interface Meter {
  readonly sent: () => void;
  readonly answered: () => void;
}

export interface Opened {
  readonly sections: readonly Section[];
  readonly findings: readonly Finding[];
}

/**
 * Opens every connection, or says all that keeps it from being opened; hands both to `work`, and closes them whatever
 * happens. All of them share what must not be told: an exception, too, comes out of here without it.
 */
export async function withSections<T>(
  configurations: readonly ConnectionConfiguration[],
  context: Context,
  root: string,
  store: Store,
  work: (opened: Opened) => Promise<T>,
): Promise<T> {
  const meter = meterOf(context);
  const secrets = redactor();
  const open: Connection[] = [];
  try {
    const attempts = await Promise.all(
      configurations.map((configuration) =>
        openOne(configuration, context, root, store, meter, secrets, open),
      ),
    );
    return await work({
      sections: attempts.flatMap(({ section }) => (section === null ? [] : [section])),
      findings: attempts.flatMap(({ findings }) => findings),
    });
  } catch (error) {
    throw withoutSecrets(error, secrets);
  } finally {
    await Promise.all(open.map((connection) => connection.close()));
  }
}

function meterOf(context: Context): Meter {
  let sent = 0;
  let answered = 0;
  const report = (): void => context.progress({ phase: "read", done: answered, total: sent });
  return {
    sent: () => {
      sent += 1;
    },
    answered: () => {
      answered += 1;
      report();
    },
  };
}

interface Attempt {
  readonly section: Section | null;
  readonly findings: readonly Finding[];
}

/** A section that stays open until somebody closes it. Nothing that it holds back is told by what it returns. */
export interface OpenSection extends Attempt {
  readonly close: () => Promise<void>;
  /** An exception without what it holds back. */
  readonly clean: (error: unknown) => unknown;
}

/** Opens one connection for as long as a process wants it, or says all that keeps it from being opened. */
export async function openSection(
  configuration: ConnectionConfiguration,
  context: Context,
  root: string,
  store: Store,
): Promise<OpenSection> {
  const open: Connection[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(open.map((connection) => connection.close()));
  };
  const secrets = redactor();
  try {
    const attempt = await openOne(configuration, context, root, store, meterOf(context), secrets, open);
    return { ...attempt, close, clean: (error) => withoutSecrets(error, secrets) };
  } catch (error) {
    await close();
    throw withoutSecrets(error, secrets);
  }
}

async function openOne(
  configuration: ConnectionConfiguration,
  context: Context,
  root: string,
  store: Store,
  meter: Meter,
  secrets: Redactor,
  open: Connection[],
): Promise<Attempt> {
  const settings = configuration.connection;
  const platform = platformNamed(context, settings.platform);
  const { urls, findings: badUrls } = resolveUrls(settings, platform, context.env);
  const { credentials, findings: missing } = await resolveCredentials(settings, platform, context.env, root);
  const { proxy, findings: badProxies } = Object.values(urls).every(isLoopback)
    ? { proxy: {}, findings: [] }
    : resolveProxies(context.env);
  const findings = [...badUrls, ...badProxies, ...missing];
  if (findings.length > 0) return { section: null, findings };
  const connect = (signal: AbortSignal): Connection =>
    openConnection({
      name: settings.name,
      protocol: platform.protocol,
      urls,
      credentials,
      tokens: store.tokens(settings.name),
      signal,
      clock: context.clock,
      version: context.version,
      proxy,
      secrets,
      onRequest: (event) => {
        if (event.operation !== null) return;
        if (event.type === "sent") meter.sent();
        if (event.type === "answered") meter.answered();
      },
      ...(settings.concurrency === undefined ? {} : { concurrency: settings.concurrency }),
      ...perSecond(settings, urls),
      ...(context.patience === null ? {} : { retry: { patience: context.patience } }),
    });
  const connection = connect(context.signal);
  open.push(connection);
  const source = sourceOf(settings, platform);
  const actor = await platform.reading.identify(connection.reader);
  if (!("ok" in actor)) {
    return {
      section: { configuration, platform, urls, connection, reconnect: connect, actor, source },
      findings,
    };
  }
  return {
    section: null,
    findings: [failureFinding(settings.name, "signing in", cleaned(actor, connection), source)],
  };
}

/** A failure that a reader made of an answer, which no connection has looked through. */
export function cleaned(failure: Failure, { clean }: Pick<Connection, "clean">): Failure {
  return { ...failure, code: clean(failure.code), message: clean(failure.message) };
}

/** A platform's own limit protects its quota; a server on this machine has none, whatever the protocol says. */
function perSecond(
  settings: ConnectionSettings,
  urls: Readonly<Record<string, string>>,
): { readonly perSecond?: number } {
  if (settings.perSecond !== undefined) return { perSecond: settings.perSecond };
  return Object.values(urls).every(isLoopback) ? { perSecond: 1e6 } : {};
}

function sourceOf(settings: ConnectionSettings, platform: Platform): string {
  const parts = Object.keys(platform.protocol.credentials).map((part) => {
    const source = settings.credentials[part];
    if (source === undefined) return defaultVariable(settings, platform, part);
    return sourceName(source);
  });
  return parts.join(" and ");
}
