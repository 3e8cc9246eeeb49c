/** The socket that Terraform connects to. */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Address } from "./handshake.ts";

export interface Listener {
  readonly address: Address;
  /** Hands over every connection, also those that came before anybody asked. */
  readonly accept: (take: (socket: Socket) => void) => void;
  /** No more connections; what was made for the socket is gone. */
  readonly close: () => void;
}

/** The path of a socket holds about a hundred bytes, on macOS fewer than elsewhere. */
const longest = 100;

/** A socket in a folder that only this user can enter; where there is no such thing, a port on this machine. */
export async function listen(options: {
  readonly network?: "tcp";
  readonly folder?: string | undefined;
}): Promise<Listener> {
  const folder =
    options.network === "tcp" || process.platform === "win32" ? null : privateFolder(options.folder);
  const waiting: Socket[] = [];
  let take = (socket: Socket): void => {
    waiting.push(socket);
  };
  const server = createServer((socket) => take(socket));
  const remove = (): void => {
    if (folder !== null) rmSync(folder, { recursive: true, force: true });
  };
  try {
    await new Promise<void>((done, failed) => {
      server.once("error", failed);
      if (folder === null) server.listen(0, "127.0.0.1", done);
      else server.listen(join(folder, "s"), done);
    });
  } catch (error) {
    remove();
    throw error;
  }
  const bound = server.address();
  return {
    address:
      bound !== null && typeof bound === "object"
        ? { network: "tcp", address: `${bound.address}:${bound.port}` }
        : { network: "unix", address: bound ?? "" },
    accept: (other) => {
      take = other;
      for (const socket of waiting.splice(0)) other(socket);
    },
    close: () => {
      server.close();
      remove();
    },
  };
}

function privateFolder(wanted: string | undefined): string | null {
  const parent = [wanted || tmpdir(), tmpdir(), "/tmp"].find((each) => each.length <= longest - 20);
  return parent === undefined ? null : mkdtempSync(join(parent, "charter-tf-"));
}
