/** What Terraform asks for, read in the light of what it keeps. */
import type { Address } from "../../model/address.ts";
import type { DesiredState } from "../../model/configuration.ts";
import type { Desired } from "../../model/resource.ts";
import type { Private, TfObject } from "../contract.ts";
import type { ResourceType } from "../schema/resources.ts";
import { type Document, readDocument, type Want } from "./document.ts";
import { type Kept, readKept } from "./kept.ts";
import type { Desk, Session } from "./session.ts";
import { type Subject, subjectOf } from "./subject.ts";

export interface Asked extends Document {
  readonly desk: Desk;
  readonly kept: Kept;
  /** Null where it cannot be told which resource it is. */
  readonly subject: Subject | null;
}

/** What is kept is learned first: keys can mean what only that tells. */
export function askedIn(type: ResourceType, config: TfObject, bytes: Private, session: Session): Asked {
  const desk = session.desk(type.platform);
  const kept = readKept(bytes);
  desk.ledger.learn(kept);
  const { ids } = desk.ledger;
  const document = readDocument(type, config, session.today(), ids);
  return { ...document, desk, kept, subject: subjectOf(type, config, ids) };
}

/** What is written, with what has to be known to match it. */
export function desiredIn(want: Want, subject: Subject): DesiredState {
  const { resources, managed } = want.desired;
  return {
    resources: new Map<Address, Desired>([...subject.interest.resources, ...resources]),
    managed: new Map([...subject.interest.managed, ...managed]),
  };
}
