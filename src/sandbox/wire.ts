import type { SandboxContext } from "./definition.ts";

/**
 * Cuts the connection without an answer: politely (`lost`), or as a crashed peer does (`reset`). What is
 * written to it afterwards goes nowhere.
 */
export function hangUp(context: SandboxContext, manner: "close" | "reset"): void {
  const { socket } = context.env.incoming;
  if (manner === "reset") socket.resetAndDestroy();
  else socket.destroy();
}

/** An answer for a connection that {@link hangUp} has cut. */
export function nothing(): Response {
  return new Response(null, { status: 200 });
}

/** Announces the whole answer, but holds only half of it; the connection ends with that half. */
export async function half(context: SandboxContext, response: Response): Promise<Response> {
  const whole = Buffer.from(await response.arrayBuffer());
  const headers: Record<string, string> = Object.fromEntries(response.headers);
  headers["content-length"] = String(whole.byteLength);
  const { incoming, outgoing } = context.env;
  outgoing.once("finish", () => incoming.socket.destroy());
  return new Response(new Uint8Array(whole.subarray(0, whole.byteLength >> 1)), {
    status: response.status,
    headers,
  });
}

/** What a gateway in front of the platform says when the platform does not: HTML, whatever was asked for. */
export function gatewayPage(): Response {
  const title = "504 Gateway Time-out";
  const page = `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
  return new Response(page, {
    status: 504,
    headers: { "content-type": "text/html", "content-length": String(Buffer.byteLength(page)) },
  });
}
