import { type RawBuilder, sql } from 'kysely';
import { getDb } from '@/lib/db/client';
import type { Role } from '@/lib/doordeer/words';
import { keepFinding, readFinding } from '@/lib/readings/findings';
import { notifyEvents } from '../store/notify-pages';
import { withdrawFiles } from './withdraw-door';

/** What lists of rooms were last found to be: those of one account, or of several at one door. */
export type RoomLists = 'same' | 'apart';

/** Of any account of this cloud. */
const ofCloud = 'room-lists';
/** Of one door of this cloud. */
const ofDoor = (gid: string) => `room-lists ${gid}`;
/** Of one account's rooms at a door. */
const ofAccount = (gid: string, workspaceId: string) => `room-lists ${gid} of ${workspaceId}`;

/**
 * What was found elsewhere holds so long: where it keeps everybody's lists from being stored, no list is left that could
 * show that the cloud has changed.
 */
const holdsMs = 86_400_000;
/** A finding is dated again when it is so old. */
const agesMs = 3_600_000;

/** Whether lists of rooms differ, as any account of this cloud has last found out. */
export async function readCloudFinding(): Promise<string | null> {
  return readFinding(ofCloud);
}

/** Found not long ago: lists of rooms of the door, or of some door of this cloud, are one and the same. */
export async function foundSame(gid: string): Promise<'at-door' | 'elsewhere' | null> {
  if ((await readFinding(ofDoor(gid), { withinMs: holdsMs })) === 'same') return 'at-door';
  return (await readFinding(ofCloud, { withinMs: holdsMs })) === 'same' ? 'elsewhere' : null;
}

/** What one account's list at a door showed, for the other accounts that have this door. */
export async function recordDoorFinding(gid: string, found: RoomLists): Promise<void> {
  const before = await readFinding(ofDoor(gid));
  if (before !== found || (await readFinding(ofDoor(gid), { withinMs: agesMs })) !== found)
    await keepFinding(ofDoor(gid), found);
  // Which of two lists is the wrong one is not known: all are judged again.
  if (before !== found && found === 'same') await reopen(sql`door.gid = ${gid}`);
}

/** Lists of these accounts have events in common. Which of them holds another room's is not known. */
export async function recordMixed(gid: string, workspaceIds: readonly string[]): Promise<void> {
  for (const workspaceId of workspaceIds) await keepFinding(ofAccount(gid, workspaceId), 'same');
}

/** Was that found within a day? Then the lists are not even stored: they would be shown until it is met again. */
export async function wereMixed(gid: string, workspaceId: string): Promise<boolean> {
  return (await readFinding(ofAccount(gid, workspaceId), { withinMs: holdsMs })) === 'same';
}

/** One account's rooms tell about a cloud what accounts with one room cannot find out. */
export async function recordCloudFinding(found: RoomLists): Promise<void> {
  const before = await readFinding(ofCloud);
  if (before !== found || (await readFinding(ofCloud, { withinMs: agesMs })) !== found)
    await keepFinding(ofCloud, found);
  if (before !== found && found === 'same') await reopen(sql`door.rooms_apart = 'unproven'`);
}

/** These doors of accounts that are no manager's are open again, and nothing of them is shown until they are judged. */
async function reopen(which: RawBuilder<unknown>): Promise<void> {
  const { rows } = await sql<{ workspaceId: string; account: string; role: Role; gid: string }>`
    update event_door as door set rooms_apart = null from workspace
    where workspace.id = door.workspace_id and workspace.role <> 'manager'
      and door.rooms_apart in ('proven', 'unproven') and ${which}
    returning door.workspace_id as "workspaceId", workspace.account, workspace.role, door.gid`.execute(
    getDb(),
  );
  for (const { gid, ...workspace } of rows) {
    await withdrawFiles(workspace, gid);
    await notifyEvents(getDb(), workspace.workspaceId);
  }
}
