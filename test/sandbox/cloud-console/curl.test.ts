/** The published walk-through (cloud-console.md §7), as people type it: the only client there is. */
import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { acme, type Desk, mail, open, site, tools, world } from "./support.ts";

const hasCurl = spawnSync("curl", ["--version"]).status === 0;

/** Runs a line of shell with the variables of the page; the two hosts are the sandbox. */
async function type(desk: Desk, line: string, variables: Record<string, string> = {}): Promise<string> {
  const env = { PATH: process.env["PATH"] ?? "", AUTH: desk.url, API: desk.url, ...variables };
  const { stdout } = await promisify(execFile)("sh", ["-c", line], { env });
  return stdout;
}

const headers = `-H "Authorization: Bearer $ID_TOKEN" \\
-H "Access: Bearer $ACCESS_TOKEN"`;

test.skipIf(!hasCurl)(
  "the walk-through of the page, call by call (skipped where there is no curl)",
  async () => {
    const desk = await open(world);
    const signedIn = await type(
      desk,
      `curl -s -XGET $AUTH/get-tokens -d '
{
    "username":"${mail("alice")}",
    "password":"password"
}'`,
    );
    const tokens = JSON.parse(signedIn);
    expect(tokens).toEqual({
      id_token: expect.stringMatching(/^eyJ/),
      access_token: expect.stringMatching(/^eyJ/),
    });
    const variables = {
      ID_TOKEN: tokens.id_token,
      ACCESS_TOKEN: tokens.access_token,
      ORGANIZATION_ID: acme,
      REGION_NAME: "eastern-switzerland",
      PROJECT_ID: site,
    };
    const identity = "$API/v1.0/invoke/gotham-$REGION_NAME-identity/method";

    const listed = await type(
      desk,
      `curl -s -XGET $API/v1.0/invoke/gotham-enterprises/method/orgs/$ORGANIZATION_ID/projects \\\n${headers}`,
      variables,
    );
    expect(JSON.parse(listed)).toEqual([
      { id: site, name: "site", region: "Eastern-Switzerland" },
      { id: tools, name: "tools", region: "Vienna" },
    ]);

    const made = await type(
      desk,
      `curl -s -XPOST ${identity}/$ORGANIZATION_ID/projects/PROJECT_NAME \\\n${headers}`,
      variables,
    );
    expect(JSON.parse(made)).toEqual({ id: expect.stringMatching(/^[0-9a-f]{32}$/), name: "PROJECT_NAME" });

    const got = await type(desk, `curl -s -XGET ${identity}/projects/$PROJECT_ID \\\n${headers}`, variables);
    expect(JSON.parse(got)).toEqual({ id: site, name: "site" });

    const edited = await type(
      desk,
      `curl -s -XPUT ${identity}/$ORGANIZATION_ID/projects/$PROJECT_ID \\\n${headers} -d '{"name":"NEW_PROJECT_NAME"}'`,
      variables,
    );
    expect(JSON.parse(edited)).toEqual({ id: site, name: "NEW_PROJECT_NAME" });

    const deleted = await type(
      desk,
      `curl -s -XDELETE -I ${identity}/$ORGANIZATION_ID/projects/$PROJECT_ID \\\n${headers}`,
      variables,
    );
    expect(deleted).toMatch(/^HTTP\/1\.1 200 /);
    const again = await type(
      desk,
      `curl -s -XDELETE -I ${identity}/$ORGANIZATION_ID/projects/$PROJECT_ID \\\n${headers}`,
      variables,
    );
    expect(again).toMatch(/^HTTP\/1\.1 404 /);

    const prices = await type(
      desk,
      `curl -s -XGET $API/v1.0/invoke/gotham-bank/method/prices \\\n${headers}`,
      variables,
    );
    expect(JSON.parse(prices)).toMatchObject({
      chf: {
        storage: expect.any(Number),
        flavors: expect.arrayContaining([
          {
            id: expect.any(String),
            name: "VC-1",
            price: { base: expect.any(Number), windows: expect.any(Number) },
          },
        ]),
      },
    });

    // What went over the wire: a form's content type around JSON, a POST without a body.
    expect(desk.requests.map(({ method, status, body }) => [method, status, body])).toEqual([
      ["GET", 200, ""],
      ["GET", 200, ""],
      ["POST", 200, ""],
      ["GET", 200, ""],
      ["PUT", 200, { name: "NEW_PROJECT_NAME" }],
      ["DELETE", 200, ""],
      ["DELETE", 404, ""],
      ["GET", 200, ""],
    ]);
  },
);
