/** The server of the made-up platform in club-platform.ts: plain node:http over a few maps. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

interface Person {
  id: string;
  rank: string;
  nickname: string;
  pending: boolean;
}

interface Room {
  id: string;
  club: string;
  name: string;
  floor: number;
  sealed: boolean;
  keys: Map<string, string>;
}

export interface ClubServer {
  readonly url: string;
  /** `GET /me`, `PUT /clubs/chess/people/bob`: every request, in order. */
  readonly requests: readonly string[];
  readonly writes: () => readonly string[];
  /** Somebody accepts an invitation. */
  readonly accept: (club: string, who: string) => void;
  /** Somebody changes something behind Charter's back. */
  readonly rank: (club: string, who: string, rank: string) => void;
  readonly close: () => Promise<void>;
}

/** Serves as `ann`, with everybody of `known` known to the house. */
export async function startClubServer(
  known: readonly string[] = ["ann", "bob", "cid", "dot"],
): Promise<ClubServer> {
  const clubs = new Map<string, { motto: string; people: Map<string, Person> }>();
  const rooms = new Map<string, Room>();
  const requests: string[] = [];
  let made = 0;

  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const body = text === "" ? {} : JSON.parse(text);
    const path = (request.url ?? "").split("/").slice(1).map(decodeURIComponent);
    requests.push(`${request.method} ${request.url}`);
    const answer = (status: number, value?: unknown): void => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(value === undefined ? "" : JSON.stringify(value));
    };
    if (request.headers.authorization !== "Bearer open-sesame") return answer(401, { error: "who are you?" });
    const [first, second = "", third, fourth = ""] = path;
    if (first === "me") return answer(200, { id: "ann" });
    if (first === "known") return known.includes(second) ? answer(200, {}) : answer(404, { error: "nobody" });
    if (first === "clubs" && second === "")
      return answer(
        200,
        [...clubs.keys()].map((id) => ({ id })),
      );
    if (first === "rooms") {
      const room = rooms.get(second);
      if (room === undefined) return answer(404, { error: "no such room" });
      if (third === "keys" && fourth === "") {
        return answer(
          200,
          [...room.keys].map(([id, opens]) => ({ id, opens })),
        );
      }
      if (third === "keys") {
        if (request.method === "PUT") room.keys.set(fourth, body.opens);
        else room.keys.delete(fourth);
        return answer(204);
      }
      if (request.method === "DELETE") rooms.delete(second);
      else Object.assign(room, { name: body.name, floor: body.floor ?? 0, sealed: body.sealed ?? false });
      return answer(204);
    }
    const club = clubs.get(second);
    if (third === undefined && request.method === "PUT") {
      if (club !== undefined) club.motto = body.motto;
      else {
        const founder = { id: "ann", rank: "KEEPER", nickname: "", pending: false };
        clubs.set(second, { motto: body.motto, people: new Map([["ann", founder]]) });
      }
      return answer(204);
    }
    if (club === undefined) return answer(404, { error: "no such club" });
    if (third === undefined) return answer(200, { id: second, motto: club.motto });
    if (third === "people" && fourth === "") return answer(200, [...club.people.values()]);
    if (third === "people") {
      if (request.method === "DELETE") {
        club.people.delete(fourth);
        for (const room of rooms.values()) if (room.club === second) room.keys.delete(fourth);
      } else {
        const before = club.people.get(fourth);
        const pending = before?.pending ?? true;
        club.people.set(fourth, { id: fourth, rank: body.rank, nickname: body.nickname ?? "", pending });
      }
      return answer(204);
    }
    if (request.method === "POST") {
      made += 1;
      const id = `r${made}`;
      rooms.set(id, {
        id,
        club: second,
        name: body.name,
        floor: body.floor ?? 0,
        sealed: false,
        keys: new Map([["ann", "SAFE"]]),
      });
      return answer(201, { id });
    }
    return answer(
      200,
      [...rooms.values()].filter((room) => room.club === second).map(({ keys, ...room }) => room),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    writes: () => requests.filter((each) => !each.startsWith("GET ")),
    accept: (club, who) => {
      const person = clubs.get(club)?.people.get(who);
      if (person !== undefined) person.pending = false;
    },
    rank: (club, who, rank) => {
      const person = clubs.get(club)?.people.get(who);
      if (person !== undefined) person.rank = rank;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
