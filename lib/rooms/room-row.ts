import type { Relation } from '@/lib/doordeer/words';
import type { Known } from '@/lib/readings/gaps';
import type { MasterFact, RoomFact } from './facts';

export type RoomDoor = { gid: string; channel: number; name: string; relation: Relation };

export type RoomRow = {
  roomKey: string;
  building: string;
  unit: string;
  doors: RoomDoor[];
  relations: Relation[];
  /** Of all doors. `vacant`: at least one door has no master. */
  master: MasterFact;
  shares: RoomFact<string[]>;
  codes: RoomFact<number>;
  event: { at: string; type: number; zone: string } | null;
  eventReading: Known;
  withheld: boolean;
  /** Only today's events may be seen. */
  onlyToday: boolean;
};
