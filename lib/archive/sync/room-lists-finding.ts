import { sql } from 'kysely';
import { getDb } from '@/lib/db/client';
import type { Role } from '@/lib/doordeer/words';
import { keepFinding, readFinding } from '@/lib/readings/findings';
import { tellOfEvents } from '../listen';
import { withdrawFiles } from './withdraw-door';

/** What lists of rooms were last found to be: those of one account, or of several at one door. */
export type RoomLists = 'same' | 'apart';

/** Of any account of this cloud. */
const ofCloud = 'room-lists';
/** Of one door of this cloud. */
const ofDoor = (gid: string) => `room-lists ${gid}`;

/**
 * What was found elsewhere holds so long: where it keeps everybody's lists from being stored, no list is left that could
 * show that the cloud has changed.
 */
const holdsMs = 86_400_000;
/** A finding is dated again when it is so old. */
const agesMs = 3_600_000;

/** Whether lists of rooms differ, as any account of this cloud has last found out. */
export async function readListsOfCloud(): Promise<string | null> {
  return readFinding(ofCloud);
}

/** Found not long ago: lists of rooms of the door, or of some door of this cloud, are one and the same. */
export async function foundSame(gid: string): Promise<'at-door' | 'elsewhere' | null> {
  if ((await readFinding(ofDoor(gid), { withinMs: holdsMs })) === 'same') return 'at-door';
  return (await readFinding(ofCloud, { withinMs: holdsMs })) === 'same' ? 'elsewhere' : null;
}

/** What one account's list at a door showed, for the other accounts that have this door. */
export async function tellOfDoor(gid: string, found: RoomLists): Promise<void> {
  if ((await readFinding(ofDoor(gid), { withinMs: agesMs })) !== found) await keepFinding(ofDoor(gid), found);
}

/** One account's rooms tell about a cloud what accounts with one room cannot find out. */
export async function tellOfCloud(found: RoomLists): Promise<void> {
  const before = await readFinding(ofCloud);
  if (before !== found || (await readFinding(ofCloud, { withinMs: agesMs })) !== found)
    await keepFinding(ofCloud, found);
  if (before !== found && found === 'same') await reopenUnproven();
}

/** What was not proven before is open again, for every account, and nothing of it is shown until it is judged. */
async function reopenUnproven(): Promise<void> {
  const { rows } = await sql<{ workspaceId: string; account: string; role: Role; gid: string }>`
    update event_door as door set rooms_apart = null from workspace
    where workspace.id = door.workspace_id and door.rooms_apart = 'unproven'
    returning door.workspace_id as "workspaceId", workspace.account, workspace.role, door.gid`.execute(
    getDb(),
  );
  for (const { gid, ...workspace } of rows) {
    await withdrawFiles(workspace, gid);
    await tellOfEvents(getDb(), workspace.workspaceId);
  }
}
