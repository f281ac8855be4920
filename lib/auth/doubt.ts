import { type RawBuilder, sql } from 'kysely';
import { type Db, getLookupDb } from '@/lib/db/client';
import { VendorError } from '@/lib/doordeer/errors';
import type { Secret } from '@/lib/doordeer/secret';
import type { Role } from '@/lib/doordeer/words';
import { log } from '@/lib/log';
import { credentialOf } from './credential';
import { recordDoubt } from './doubt-entry';
import { idleMs } from './session';

/**
 * A documented refusal of a password puts it in doubt, for all processes: no call leaves with it but a check, or a
 * password that a person types. Clouds in maintenance refuse good passwords too, so nothing ends before three checks in
 * 10 minutes have said the same (docs/vendor.md, reading 11).
 */
export const checkEveryMs = 5 * 60_000;
export const checksThatEnd = 3;

/** A check that brought no answer is repeated after this long, and does not count. */
export const checkAgainMs = 60_000;

/**
 * A check has shown that code 4 of another call was wrong: for so long, further ones are not believed before `sign` has
 * said the same. A cloud that answers 4 for one door would else keep the whole account in doubt. `sign` is asked at most
 * this often meanwhile.
 */
const contradictedMs = 10 * 60_000;
const askSignEveryMs = 15_000;

/** The database's clock, which all processes share, unless a test has one of its own. */
export function clock(now: Date | undefined): RawBuilder<Date> {
  return now ? sql<Date>`${now}::timestamptz` : sql<Date>`clock_timestamp()`;
}

export function later(now: Date | undefined, ms: number): RawBuilder<Date> {
  return sql<Date>`(${clock(now)} + make_interval(secs => ${ms / 1_000}))`;
}

/** Throws VendorError when no call may leave with this password. */
export async function admitCredential(credential: Buffer, call: string): Promise<void> {
  const doubt = await getLookupDb()
    .selectFrom('credential_doubt')
    .select('state')
    .where('credential', '=', credential)
    .where('state', '<>', 'accepted')
    .executeTakeFirst();
  if (!doubt) return;
  throw new VendorError({
    kind: 'transport',
    call,
    reason: 'in-doubt',
    retryable: false,
    outcome: 'rejected',
  });
}

/**
 * The cloud refused this password to somebody who is signed in, or to the feeder. `role`: of a refused `sign`, which is
 * always believed; null where another call was answered with 4. A password that no session and no consent holds is not
 * noted: a stranger's guess harms nobody.
 */
export async function doubtCredential(
  credential: Buffer,
  { role, now }: { role: Role | null; now?: Date | undefined },
): Promise<void> {
  const db = getLookupDb();
  const contradicted = role
    ? sql`false`
    : sql`doubt.since > ${clock(now)} - make_interval(secs => ${contradictedMs / 1_000})`;
  const { rows } = await sql<{ workspace_id: string }>`
    insert into credential_doubt as doubt
      (credential, workspace_id, state, since, by_sign, refused_checks, checked_at, next_check_at)
    select ${credential}, workspace_id, 'doubted', ${clock(now)}, ${role !== null}, 0, null, ${clock(now)}
    from (${holders(credential)}) as holder
    join workspace on workspace.id = holder.workspace_id
    where ${role}::text is null or workspace.role = ${role}
    order by holder.since desc limit 1
    on conflict (credential) do update set
      workspace_id = excluded.workspace_id, state = 'doubted', since = excluded.since, by_sign = excluded.by_sign,
      refused_checks = 0, next_check_at = excluded.next_check_at
    where doubt.state = 'accepted' and not ${contradicted}
    returning workspace_id`.execute(db);
  const [begun] = rows;
  if (begun) {
    log.warn('the cloud refused a password; it is checked again before anything is ended');
    await recordDoubt(db, begun.workspace_id, 'sessions.password-doubted');
    return;
  }
  if (role) return;
  await sql`
    update credential_doubt set next_check_at = ${clock(now)}
    where credential = ${credential} and state = 'accepted' and next_check_at is null
      and coalesce(checked_at, since) < ${clock(now)} - make_interval(secs => ${askSignEveryMs / 1_000})`.execute(
    db,
  );
}

/** Living sessions and the consent that hold this password, with when each was last used. */
export function holders(credential: Buffer) {
  return sql<{ workspace_id: string; id: string; since: Date }>`
    select workspace_id, id, last_used_at as since from session
    where credential = ${credential} and expires_at > clock_timestamp()
      and last_used_at > clock_timestamp() - make_interval(secs => ${idleMs / 1_000})
    union all
    select workspace_id, id, '-infinity' from archive_consent
    where credential = ${credential} and sealed_password is not null and refused_at is null`;
}

/** The cloud took this password when a person typed it: whatever doubt there was is over, and so is what it showed. */
export async function acceptCredential(db: Db, credential: Buffer): Promise<void> {
  await db.deleteFrom('credential_doubt').where('credential', '=', credential).execute();
}

/** A check showed that the password is right. Answers whether it was in doubt before. */
export async function acceptChecked(db: Db, credential: Buffer, now: Date | undefined): Promise<boolean> {
  const { rows } = await sql<{ was: string; by_sign: boolean }>`
    with before as (select state, by_sign from credential_doubt where credential = ${credential} for update)
    update credential_doubt
    set state = 'accepted', since = ${clock(now)}, refused_checks = 0, checked_at = ${clock(now)}, next_check_at = null
    from before where credential = ${credential}
    returning before.state as was, before.by_sign`.execute(db);
  const [doubt] = rows;
  // Only a refusal of another call is something to remember: `sign` itself has now said both.
  if (doubt?.by_sign) await acceptCredential(db, credential);
  return doubt !== undefined && doubt.was !== 'accepted';
}

/** Was, or is, this password in doubt at any time since then? Of one that no doubt followed, `sign` had just said otherwise. */
export async function wasDoubted(who: { account: string; password: Secret }, since: Date): Promise<boolean> {
  const row = await getLookupDb()
    .selectFrom('credential_doubt')
    .select('credential')
    .where('credential', '=', credentialOf(who.account, who.password))
    .where((where) => where.or([where('state', '<>', 'accepted'), where('since', '>=', since)]))
    .executeTakeFirst();
  return row !== undefined;
}

/** Forgets what can matter to nobody any more. */
export async function sweepDoubts(db: Db, now: Date): Promise<void> {
  const dayAgo = new Date(now.getTime() - 24 * 3_600_000);
  await db
    .deleteFrom('credential_doubt')
    .where('state', '<>', 'doubted')
    .where('since', '<', dayAgo)
    .execute();
}
