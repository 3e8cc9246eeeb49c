import type { ConnectionSettings, Settings } from "../model/configuration.ts";
import type { Platform } from "../model/platform.ts";

/** What stands for a platform that `charter.yaml` does not speak of: its default URLs and variables. */
export function defaultConnection(platform: Platform): ConnectionSettings {
  return { name: platform.name, platform: platform.name, urls: {}, credentials: {} };
}

/** The name of the connection of an organization, where there is no doubt which one it is. */
export function connectionName(
  platform: Platform,
  written: string | undefined,
  settings: Settings | null,
): string | null {
  if (settings === null) return null;
  const fitting = [...settings.connections.values()].filter((each) => each.platform === platform.name);
  if (written !== undefined) return fitting.some(({ name }) => name === written) ? written : null;
  const [only, second] = fitting;
  if (second !== undefined) return null;
  return (only ?? defaultConnection(platform)).name;
}
