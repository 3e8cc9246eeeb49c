/** The ways in which a server tells what it was told. */
import type { Manner } from "./front.ts";

/** An error of a platform in its own envelope. */
export type Envelope = (message: string) => object;

export function manners(envelope: Envelope): Readonly<Record<string, Manner>> {
  const says =
    (status: number, words: (everything: string, secrets: readonly string[]) => string): Manner =>
    ({ everything, secrets }, response) => {
      response
        .writeHead(status, { "content-type": "application/json" })
        .end(JSON.stringify(envelope(words(everything, secrets))));
    };
  const page =
    (
      status: number,
      type: string,
      text: (everything: string, secrets: readonly string[]) => string,
    ): Manner =>
    ({ everything, secrets }, response) => {
      response.writeHead(status, { "content-type": type }).end(text(everything, secrets));
    };
  const all = (secrets: readonly string[]): string => secrets.join(" ");
  return {
    "its envelope, 400": says(400, (everything, secrets) => `${all(secrets)} in ${everything}`),
    "its envelope, 401": says(401, (_, secrets) => `refused ${all(secrets)}`),
    "its envelope, 500": says(500, (everything) => everything),
    "JSON in JSON": says(400, (everything) => JSON.stringify(everything)),
    "base64 and hex": says(400, (everything, secrets) =>
      secrets
        .flatMap((each) => [`x:${each}`, each, `xy${each}`])
        .map((each) => `${Buffer.from(each).toString("base64")} ${Buffer.from(each).toString("hex")}`)
        .concat(Buffer.from(everything).toString("base64"))
        .join(" "),
    ),
    "URL-encoded": says(400, (_, secrets) => secrets.map(encodeURIComponent).join("&")),
    ...Object.fromEntries(
      [140, 148, 280, 290, 980, 1_985].map((length) => [
        `words that are cut near ${length}`,
        says(400, (_, secrets) => `${"x".repeat(length)} ${all(secrets)}`),
      ]),
    ),
    "a page, 502": page(502, "text/html", (everything) => `<pre>${html(everything)}</pre>`),
    "a page, 200": page(200, "text/html", (_, secrets) => `<p>${html(all(secrets))}`),
    "text, 403": page(403, "text/plain", (_, secrets) => all(secrets)),
    "an answer cut in a secret": page(200, "application/json", (_, secrets) =>
      JSON.stringify({ a: secrets.at(-1) }).slice(0, -12),
    ),
    "an answer whose keys are secrets": page(200, "application/json", (_, secrets) =>
      JSON.stringify(Object.fromEntries(secrets.map((each) => [each, { [each]: each }]))),
    ),
    "an answer of lists of secrets": page(200, "application/json", (_, secrets) =>
      JSON.stringify({ results: secrets, id: [secrets], items: secrets }),
    ),
    "a redirect": ({ secrets }, response) => {
      const query = secrets.map(encodeURIComponent).join("&");
      response.writeHead(302, { location: `https://elsewhere.example/${query}?${query}` }).end();
    },
    headers: ({ secrets }, response) => {
      const words = all(secrets);
      response
        .writeHead(429, { "www-authenticate": words, "retry-after": words, "x-request-id": words })
        .end();
    },
    "the reason of a status": ({ secrets }, response) => {
      response.writeHead(500, all(secrets)).end();
    },
    "no HTTP": ({ secrets, everything }, response) => {
      response.socket?.end(`${all(secrets)} ${everything}\r\n\r\n`);
    },
    "a header that breaks off": ({ secrets }, response) => {
      response.socket?.end(`HTTP/1.1 200 OK\r\nx: ${all(secrets)}`);
    },
    "half of the true answer": async ({ truth }, response) => {
      const text = await truth();
      response.writeHead(200, { "content-type": "application/json" }).end(text.slice(0, text.length / 2));
    },
    "the true answer with another status": async ({ truth }, response) => {
      response.writeHead(500, { "content-type": "application/json" }).end(await truth());
    },
    "the true answer and more": async ({ truth }, response) => {
      response.writeHead(200, { "content-type": "application/json" }).end(`${await truth()} and more`);
    },
    "the true answer in a page": async ({ truth }, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end(`<p>${html(await truth())}`);
    },
  };
}

function html(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
