import { sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { keepFinding, readFinding } from '@/lib/readings/findings';
import { askerOf, type SyncOptions } from './ask';
import { countRecords } from './count-records';
import { roomListsFinding, type Verdict } from './judge-rooms';
import { withdrawDoor } from './withdraw-door';

/**
 * Keeps what was found out about a door's rooms; from then on their events are shown, or not. What is stored of a door that
 * surely gives the same list for every room goes.
 */
export async function keepVerdict(
  scope: Scope,
  gid: string,
  { apart, certain }: Verdict,
  options: SyncOptions,
): Promise<void> {
  const { workspaceId } = scope;
  // First of all: nothing that may be someone else's is shown from now on.
  await keep(workspaceId, gid, apart, apart === 'same' ? undefined : null);
  if (certain && apart !== null) await tellOfCloud(apart === 'same' ? 'same' : 'apart');
  if (apart !== 'same') return;
  if (certain) await withdrawDoor(scope, gid);
  await keep(workspaceId, gid, apart, await countWithheld(scope, gid, options));
}

/** `withheld` undefined: as it was. */
async function keep(
  workspaceId: string,
  gid: string,
  apart: Verdict['apart'],
  withheld: number | null | undefined,
): Promise<void> {
  const row = { rooms_apart: apart, ...(withheld === undefined ? {} : { withheld }) };
  await getDb()
    .insertInto('event_door')
    .values({
      workspace_id: workspaceId,
      gid,
      manner: 'rooms',
      read_at: null,
      tried_at: null,
      error_code: null,
      zone: null,
      ...row,
    })
    .onConflict((on) => on.columns(['workspace_id', 'gid']).doUpdateSet(row))
    .execute();
}

/** One account's rooms tell about a cloud what accounts with one room cannot find out. */
export async function tellOfCloud(found: 'same' | 'apart'): Promise<void> {
  if ((await readFinding(roomListsFinding)) === found) return;
  await keepFinding(roomListsFinding, found);
  if (found === 'apart') return;
  // What was assumed before is open again, for every account.
  await sql`update event_door set rooms_apart = null where rooms_apart = 'assumed'`.execute(getDb());
}

/** How many records the cloud lists for a room of the account; their contents are not looked at. */
async function countWithheld(scope: Scope, gid: string, options: SyncOptions): Promise<number> {
  const known = await getDb()
    .selectFrom('event_door')
    .select('withheld')
    .where('workspace_id', '=', scope.workspaceId)
    .where('gid', '=', gid)
    .executeTakeFirst();
  for (const { channel } of scope.channels.filter((room) => room.gid === gid)) {
    const ask = askerOf(scope, { gid, channel }, options, { taken: true, met: false });
    const count = await countRecords(ask, known?.withheld ?? 0);
    if (count > 0) return count;
  }
  return 0;
}
