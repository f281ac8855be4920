import type { Relation } from '@/lib/doordeer/words';
import type { Known } from '@/lib/readings/gaps';
import type { MasterFact, RoomFact } from './facts';

export type RoomDoor = { gid: string; channel: number; name: string; relation: Relation };

/** One flat, as the tables show it. */
export type RoomRow = {
  roomKey: string;
  building: string;
  unit: string;
  doors: RoomDoor[];
  relations: Relation[];
  /** Each account that is master at one of the doors; `vacant`: at one of them nobody is. */
  master: MasterFact;
  shares: RoomFact<string[]>;
  /** How many doorcodes open one of its doors now. */
  codes: RoomFact<number>;
  event: { at: string; type: number; zone: string } | null;
  /** How the events of its doors were last read. */
  eventReading: Known;
  /** At least one of its doors has events that are not shown. */
  withheld: boolean;
};
