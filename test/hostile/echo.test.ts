/** A server that says back all that it was sent, in every way that an answer has: in its errors, headers, pages and places. */
import type { ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { platforms } from "../../src/platforms/registry.ts";
import { leaks } from "./marks.ts";
import { type Heard, markedWorld } from "./world.ts";

/** Everything that the request carried, as it came and decoded. */
function carried({ request, body }: Heard): string {
  const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`);
  const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? "")?.[1];
  const decoded = basic === undefined ? "" : Buffer.from(basic, "base64").toString("utf8");
  const form = [...new URLSearchParams(body).values()].join(" ");
  const fields = body.startsWith("{") ? Object.values(JSON.parse(body)).join(" ") : "";
  return [request.url, ...headers, decoded, body, form, fields].join(" ");
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** An error in the envelope of every platform at once. */
function envelope(said: string): string {
  const words = { type: "Teapot", code: "Teapot", message: said };
  return JSON.stringify({
    ...words,
    error: words,
    errors: [{ ...words, title: said, reason: said, detail: said }],
    error_description: said,
    title: said,
    description: said,
    errorCode: said.slice(0, 70),
    requestId: said,
    reason: said,
  });
}

type Way = (said: string, response: ServerResponse) => void;

const base64 = (said: string) => Buffer.from(said).toString("base64");

const ways: Readonly<Record<string, Way>> = {
  "an error": (said, response) => response.writeHead(400).end(envelope(said)),
  "a refusal": (said, response) => response.writeHead(403).end(envelope(said)),
  "nobody is signed in": (said, response) => response.writeHead(401).end(envelope(said)),
  "nothing is there": (said, response) => response.writeHead(404).end(envelope(said)),
  "an error of the server": (said, response) => response.writeHead(500).end(envelope(said)),
  "the name of an error": (said, response) =>
    response.writeHead(400).end(JSON.stringify({ error: said, code: said, error_description: said })),
  "an error in base64": (said, response) => response.writeHead(400).end(envelope(base64(said))),
  "an error in hexadecimal": (said, response) =>
    response.writeHead(400).end(envelope(Buffer.from(said).toString("hex").toUpperCase())),
  "an error, encoded for a URL": (said, response) =>
    response.writeHead(400).end(envelope(encodeURIComponent(said).toLowerCase())),
  "a page": (said, response) => response.writeHead(502).end(`<html><body>${escaped(said)}</body></html>`),
  "a page that is no error": (said, response) => response.end(`<html><p>${escaped(said)}</p></html>`),
  text: (said, response) => response.end(said),
  "half an answer": (said, response) => response.end(`{"message":${JSON.stringify(said)}`),
  "an answer that breaks off in the middle of it": (said, response) => {
    const text = `{"m":${JSON.stringify(said)}`;
    const at = /Bearer |User |Basic |password/.exec(text)?.index ?? 0;
    response.end(text.slice(0, at + 24));
  },
  "another answer than was promised": (said, response) =>
    response.end(JSON.stringify([said, { [said]: said }])),
  "another place": (said, response) => {
    response.writeHead(302, { location: `https://elsewhere.example/?${encodeURIComponent(said)}` }).end();
  },
  "another place, as it is": (said, response) => {
    response.writeHead(307, { location: `/${said.replace(/[^\x21-\x7e]/g, "-")}` }).end();
  },
  "a wait": (said, response) => {
    const value = base64(said);
    response
      .writeHead(429, { "retry-after": value, "x-ratelimit-reset": value, "www-authenticate": value })
      .end(envelope(said));
  },
};

const refusals = new Set([
  "an error",
  "a refusal",
  "the name of an error",
  "an error in base64",
  "another place",
]);

describe.each(platforms.map((platform) => [platform.name, platform] as const))("%s", (_, platform) => {
  test("whatever is said back, nothing of it is shown", async () => {
    const world = await markedWorld(platform);
    // Signed in, so that there are tokens to say back.
    expect((await world.run("plan")).code).toBe(0);
    const said = new Map<string, string>();
    for (const [title, way] of Object.entries(ways)) {
      for (const from of ["the first request", "the second request"]) {
        let count = 0;
        world.beHostile((heard, response) => {
          count += 1;
          if (count === 1 && from === "the second request") return false;
          way(carried(heard), response);
          return true;
        });
        const { code, stdout, stderr } = await world.run("plan", "--verbose", "--patience", "0");
        expect([title, from, code, stderr.includes("cli/bug")]).toEqual([title, from, code, false]);
        said.set(`${title} from ${from}`, stdout + stderr);
      }
      // And where only writes are answered so. Where they may have been carried out, apply looks for a while.
      if (!refusals.has(title)) continue;
      world.beHostile((heard, response) => {
        const { method = "", url = "" } = heard.request;
        const read =
          /signin|oauth2|get-tokens|find|describe|whoami|list|verify/.test(url) || method === "GET";
        if (!read) way(carried(heard), response);
        return !read;
      });
      const { stdout, stderr } = await world.run("apply", "--yes", "--verbose", "--patience", "0");
      said.set(`${title}, to writes`, stdout + stderr);
    }
    world.beHostile(null);
    const runs = await world.run("runs", "show", "--format", "json");
    said.set("runs", runs.stdout + runs.stderr);
    expect(leaks(new Map([...said, ...(await world.files())]), await world.secrets()).slice(0, 12)).toEqual(
      [],
    );
  });
});
