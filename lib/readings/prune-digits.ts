import { sql } from 'kysely';
import { type Db, getDb } from '@/lib/db/client';
import { databaseDate, databaseNow } from '@/lib/db/clock';
import { everyWorkspace } from '@/lib/db/mark-every-workspace';
import { keepDigitsDays } from '@/lib/db/vault/doorcode-secret';
import { startSweep } from '@/lib/sweep';

const everyMs = 3_600_000;
const keepMs = keepDigitsDays * 24 * 3_600_000;

export function startDigitsSweep(): void {
  startSweep('digits', {
    everyMs,
    isDueAtStart: true,
    fault: 'digits of old doorcodes could not be removed',
    run: () => pruneDigits(getDb()),
  });
}

type Window = { usable: boolean; unreadable: boolean; from: Date | null; to: Date | null };

/** The same rule as that of `pruneDigits`, for codes that a list brings. */
export function isLongOver({ usable, unreadable, from, to }: Window): boolean {
  if (to === null || to.getTime() > databaseNow() - keepMs) return false;
  // Whether a usable code without a clear window still opens is not known. Its digits are needed to revoke it.
  return !usable || !(unreadable || from?.getTime() === to.getTime());
}

/**
 * Removes digits and picture addresses of doorcodes that ended or disappeared 30 days ago, and those of requests for
 * them. Names, windows and rooms stay. Returns how many codes lost their digits.
 */
export async function pruneDigits(db: Db, now = databaseDate()): Promise<number> {
  const before = new Date(now.getTime() - keepMs);
  const { numAffectedRows } = await sql`
    update doorcode ${everyWorkspace} set sealed = null
    where sealed is not null and (gone_at <= ${before}
      or (to_at <= ${before} and (not usable or not (window_unreadable or from_at is not distinct from to_at)))
      or (to_at is null and not usable and first_seen_at <= ${before}))`.execute(db);
  await sql`
    update doorcode_request ${everyWorkspace} set sealed_picture = null, known_before = 'null'
    where to_at <= ${before} and (sealed_picture is not null or known_before <> 'null')`.execute(db);
  return Number(numAffectedRows ?? 0);
}
