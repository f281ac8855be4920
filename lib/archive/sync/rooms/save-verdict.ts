import type { Scope } from '@/lib/auth/scope';
import { type Db, getDb } from '@/lib/db/client';
import { countRecords } from '../fetch/count-records';
import { createPageFetcher, type FetchOptions } from '../fetch/fetch-page';
import { notifyEvents } from '../store/notify-pages';
import { recordCloudFinding, recordDoorFinding } from './list-findings';
import { readVerdict, type Verdict } from './verdict';
import { withdrawDoor, withdrawFiles } from './withdraw-door';

const shownBy = { same: 0, unproven: 1, proven: 2 } as const;

export async function saveVerdict(
  scope: Scope,
  gid: string,
  { apart, certain, repeated = false }: Verdict,
  options: FetchOptions,
): Promise<void> {
  const { workspaceId } = scope;
  const before = await readVerdict(workspaceId, gid);
  const isLess = before !== null && (apart === null || shownBy[apart] < shownBy[before]);
  const isWithdrawn = apart === 'same' && certain;
  // This comes first: foreign events must not be shown any more, and no file that shows more may survive a crash.
  await getDb()
    .transaction()
    .execute(async (trx) => {
      await keep(trx, { workspaceId, gid, apart, withheld: apart === 'same' ? undefined : null });
      if (isLess && !isWithdrawn) await withdrawFiles(scope, gid, trx);
    });
  if (apart !== before) await notifyEvents(getDb(), workspaceId);
  if (!repeated && (apart === 'proven' || isWithdrawn))
    await recordDoorFinding(gid, apart === 'same' ? 'same' : 'apart');
  if (!repeated && certain && apart !== null) await recordCloudFinding(apart === 'same' ? 'same' : 'apart');
  if (isWithdrawn) await withdrawDoor(scope, gid);
  if (apart !== 'same') return;
  const withheld = await countWithheld(scope, gid, options);
  await keep(getDb(), { workspaceId, gid, apart, withheld });
}

type Kept = {
  workspaceId: string;
  gid: string;
  apart: Verdict['apart'];
  /** Undefined: unchanged. */
  withheld: number | null | undefined;
};

async function keep(db: Db, { workspaceId, gid, apart, withheld }: Kept): Promise<void> {
  const row = { rooms_apart: apart, ...(withheld === undefined ? {} : { withheld }) };
  await db
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

/** Counts the records of the first room with any. Their contents are not looked at. */
async function countWithheld(scope: Scope, gid: string, options: FetchOptions): Promise<number> {
  const known = await getDb()
    .selectFrom('event_door')
    .select('withheld')
    .where('workspace_id', '=', scope.workspaceId)
    .where('gid', '=', gid)
    .executeTakeFirst();
  for (const { channel } of scope.channels.filter((room) => room.gid === gid)) {
    const ask = createPageFetcher(scope, { gid, channel }, options, { taken: true, met: false });
    const count = await countRecords(ask, known?.withheld ?? 0);
    if (count > 0) return count;
  }
  return 0;
}
