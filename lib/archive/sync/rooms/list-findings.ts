import { type RawBuilder, sql } from 'kysely';
import { getDb } from '@/lib/db/client';
import { everyWorkspace } from '@/lib/db/mark-every-workspace';
import type { Role } from '@/lib/doordeer/words';
import { keepFinding, readFinding } from '@/lib/readings/findings';
import { notifyEvents } from '../store/notify-pages';
import { withdrawFiles } from './withdraw-door';

export type RoomLists = 'same' | 'apart';

const ofCloud = 'room-lists';
const ofDoor = (gid: string) => `room-lists ${gid}`;
const ofAccount = (gid: string, workspaceId: string) => `room-lists ${gid} of ${workspaceId}`;

/** Findings of others expire: they stop all lists from being stored, so no list would show that the cloud changed. */
const holdsMs = 86_400_000;
const agesMs = 3_600_000;

export async function readCloudFinding(): Promise<string | null> {
  return readFinding(ofCloud);
}

export async function foundSame(gid: string): Promise<'at-door' | 'elsewhere' | null> {
  if ((await readFinding(ofDoor(gid), { withinMs: holdsMs })) === 'same') return 'at-door';
  return (await readFinding(ofCloud, { withinMs: holdsMs })) === 'same' ? 'elsewhere' : null;
}

export async function recordDoorFinding(gid: string, found: RoomLists): Promise<void> {
  const before = await readFinding(ofDoor(gid));
  if (before !== found || (await readFinding(ofDoor(gid), { withinMs: agesMs })) !== found)
    await keepFinding(ofDoor(gid), found);
  // It is unknown which of two lists is wrong, so all are judged again.
  if (before !== found && found === 'same') await reopen(sql`door.gid = ${gid}`);
}

/** Lists of these accounts share events. It is unknown which of them holds those of another room. */
export async function recordMixed(gid: string, workspaceIds: readonly string[]): Promise<void> {
  for (const workspaceId of workspaceIds) await keepFinding(ofAccount(gid, workspaceId), 'same');
}

/** While this finding holds, the lists are not even stored: they would be shown until the finding is made again. */
export async function wereMixed(gid: string, workspaceId: string): Promise<boolean> {
  return (await readFinding(ofAccount(gid, workspaceId), { withinMs: holdsMs })) === 'same';
}

export async function recordCloudFinding(found: RoomLists): Promise<void> {
  const before = await readFinding(ofCloud);
  if (before !== found || (await readFinding(ofCloud, { withinMs: agesMs })) !== found)
    await keepFinding(ofCloud, found);
  if (before !== found && found === 'same') await reopen(sql`door.rooms_apart = 'unproven'`);
}

/** Accounts other than managers see nothing of these doors until they are judged again. */
async function reopen(which: RawBuilder<unknown>): Promise<void> {
  const { rows } = await sql<{ workspaceId: string; account: string; role: Role; gid: string }>`
    update event_door as door set rooms_apart = null ${everyWorkspace} from workspace
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
