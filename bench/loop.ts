import { Pool } from "undici";

/** A request as a bare loop sends it. */
export interface Sent {
  readonly path: string;
  readonly body: string;
}

/** When it began, when the first answer came, and when the last. */
export interface Took {
  readonly start: number;
  readonly first: number;
  readonly last: number;
}

/** Sends the requests, so many at a time, and parses the answers: the least that anybody has to do. */
export async function sendAll(
  { url, token, concurrency }: { readonly url: string; readonly token: string; readonly concurrency: number },
  requests: readonly Sent[],
): Promise<Took> {
  const pool = new Pool(url, { connections: concurrency });
  const start = performance.now();
  let next = 0;
  let first = 0;
  const work = async (): Promise<void> => {
    for (let request = requests[next++]; request !== undefined; request = requests[next++]) {
      const { body } = await pool.request({
        method: "POST",
        path: request.path,
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: request.body,
      });
      JSON.parse(await body.text());
      if (first === 0) first = performance.now();
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  const last = performance.now();
  await pool.close();
  return { start, first, last };
}
