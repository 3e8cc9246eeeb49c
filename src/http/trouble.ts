import type { Failure } from "../model/protocol.ts";
import { isRecord } from "../model/value.ts";
import { failure } from "./failure.ts";
import { oneLine } from "./text.ts";

/** Turns what undici and the system throw into a failure. `sent`: bytes of the request may have left. */
export function troubleOf(error: unknown, sent: boolean, host: string): Failure {
  const code = codeOf(error);
  const words = `${sentence(code) ?? oneLine(error instanceof Error ? error.message : String(error), 200)} (${code})`;
  if (error instanceof Error && error.message.includes("(407)")) {
    return failure(
      "unreachable",
      "Proxy",
      `${host} cannot be reached: the proxy asks for a user and a password (407). Write them into the URL of the proxy, in HTTPS_PROXY or HTTP_PROXY.`,
    );
  }
  if (code === "CHARTER_UNSENDABLE" || code === "UND_ERR_INVALID_ARG") {
    return failure(
      "invalid",
      "BadRequest",
      `The request to ${host} cannot be made: ${words}. A credential or an id holds characters that HTTP cannot carry.`,
    );
  }
  if (code === "UND_ERR_RES_EXCEEDED_MAX_SIZE") {
    return failure(
      "malformed",
      "TooLarge",
      `${host} answered with more than the size limit allows. Nothing of it is used.`,
    );
  }
  if (sent) {
    // What does not speak HTTP is no platform: asking again does not change that.
    if (code === "NOT_HTTP") {
      return failure(
        "malformed",
        "NotHttp",
        `${host} does not answer in HTTP: ${words}. Check the URL of the connection.`,
      );
    }
    return failure(
      "lost",
      "NoAnswer",
      `The request was sent to ${host}, but no whole answer came: ${words}.`,
    );
  }
  const kind = unknownHost.has(code) ? "UnknownHost" : certificate.test(code) ? "Certificate" : "Unreachable";
  return failure("unreachable", kind, `${host} cannot be reached: ${words}. ${advice[kind]}`);
}

const unknownHost: ReadonlySet<string> = new Set(["ENOTFOUND", "ENODATA"]);

const certificate = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|EPROTO/;

const advice = {
  UnknownHost: "No such host is known: check the URL of the connection.",
  Certificate:
    "The connection is not trusted: check the URL, or name the authority's certificate in NODE_EXTRA_CA_CERTS.",
  Unreachable: "Check the URL of the connection, the network and the proxy.",
} as const;

function sentence(code: string): string | undefined {
  return sentences[code];
}

const sentences: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection reset",
  EPIPE: "connection closed",
  ETIMEDOUT: "timed out",
  EHOSTUNREACH: "no route to the host",
  ENETUNREACH: "no route to the network",
  ENOTFOUND: "unknown host",
  EAI_AGAIN: "the name server does not answer",
  UND_ERR_CONNECT_TIMEOUT: "connecting took too long",
  UND_ERR_HEADERS_TIMEOUT: "the answer took too long",
  UND_ERR_BODY_TIMEOUT: "the answer stopped in the middle",
  UND_ERR_SOCKET: "the other side closed the connection",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "the answer is shorter than announced",
  NOT_HTTP: "what it says is no answer",
  CHARTER_TOTAL_TIMEOUT: "the answer did not end in time",
};

/** The error's code, or that of what caused it: undici wraps, and one host may have several addresses. */
function codeOf(error: unknown, depth = 0): string {
  if (!isRecord(error) || depth > 4) return "UNKNOWN";
  if (error.name === "HTTPParserError") return "NOT_HTTP";
  if (typeof error.code === "string" && error.code !== "") {
    const cause =
      error.code === "UND_ERR_SOCKET" && isRecord(error.cause) ? codeOf(error.cause, depth + 1) : null;
    return cause === null || cause === "UNKNOWN" ? error.code : cause;
  }
  const inner = error.cause ?? (Array.isArray(error.errors) ? error.errors[0] : undefined);
  return inner === undefined ? "UNKNOWN" : codeOf(inner, depth + 1);
}
