import { type RawBuilder, sql } from 'kysely';
import { type Db, getLookupDb } from '@/lib/db/client';
import type { ConnectionRef } from '@/lib/devices/data';
import type { CallName } from '@/lib/doordeer/contract/calls';
import { VendorError } from '@/lib/doordeer/errors';
import type { Secret } from '@/lib/doordeer/secret';
import type { Role } from '@/lib/doordeer/words';
import { log } from '@/lib/log';
import { credentialOf } from './credential';
import { type DoubtedAccount, recordDoubt } from './doubt-entry';
import { idleMs } from './session';

/**
 * A documented refusal puts a password in doubt, in all processes: only checks, and passwords that a person types, are
 * sent. Clouds in maintenance refuse good passwords too, so nothing ends before three checks over 10 minutes agree
 * (docs/vendor.md, reading 11).
 */
export const checkEveryMs = 5 * 60_000;
export const checksThatEnd = 3;

/** A check without an answer is repeated after this long, and does not count. */
export const checkAgainMs = 60_000;

/**
 * After a check has proved a code 4 of another call wrong, further ones are not believed for this long unless `sign`
 * agrees. Otherwise a cloud that answers 4 for one door would keep the whole account in doubt. `sign` is asked at most
 * this often in that time.
 */
const contradictedMs = 10 * 60_000;
const askSignEveryMs = 15_000;

export function clock(now: Date | undefined): RawBuilder<Date> {
  return now ? sql<Date>`${now}::timestamptz` : sql<Date>`clock_timestamp()`;
}

export function later(now: Date | undefined, ms: number): RawBuilder<Date> {
  return sql<Date>`(${clock(now)} + make_interval(secs => ${ms / 1_000}))`;
}

/**
 * Throws VendorError if nothing may be sent with this password: it is in doubt, or its connection has ended or has got
 * another password. `via`: the connection of the call, because the account may still be connected in another workspace.
 * `isOfMember`: a member made the change, so no session of the account's holder stands in for the connection.
 * `signOut` follows the end of the last session and grants nothing, so only a doubt prevents it.
 */
export async function admitCredential(
  credential: Buffer,
  {
    call,
    via,
    role = null,
    isOfMember = false,
  }: { call: CallName; via: ConnectionRef | undefined; role?: Role | null; isOfMember?: boolean },
): Promise<void> {
  const isMeant = via
    ? sql`role = (select role from connection where workspace_id = ${via.workspaceId} and id = ${via.connectionId})`
    : sql`coalesce(${role}::text, role) = role`;
  const isEnded = via
    ? sql`workspace_id = ${via.workspaceId} and id = ${via.connectionId}
        and credential is not null and (state <> 'connected' or credential <> ${credential})`
    : sql`credential = ${credential} and state <> 'connected'`;
  const holds = via
    ? sql`holder.workspace_id = ${via.workspaceId} and holder.connection_id = ${via.connectionId}
        and (holder.id = holder.connection_id or not ${isOfMember})`
    : sql`true`;
  const { rows } = await sql<{ reason: 'in-doubt' | 'disconnected' }>`
    select 'in-doubt' as reason from credential_doubt
    where credential = ${credential} and state <> 'accepted' and ${isMeant}
    union all
    select 'disconnected' from connection where ${isEnded}
      and ${call !== 'signOut'} and not exists (select from (${holders(credential)}) as holder where ${holds})
    limit 1`.execute(getLookupDb());
  const [hindrance] = rows;
  if (!hindrance) return;
  throw new VendorError({
    kind: 'transport',
    call,
    reason: hindrance.reason,
    retryable: false,
    outcome: 'rejected',
  });
}

/**
 * The cloud refused this password to a session or to background reading. `role`: the refusal came from `sign`, which is
 * always believed; null: another call answered 4, through `via`. Only this role is in doubt. A password that no session and
 * no connection holds is ignored: it may be a stranger's guess.
 */
export async function doubtCredential(
  credential: Buffer,
  { role, via, now }: { role: Role | null; via?: ConnectionRef | undefined; now?: Date | undefined },
): Promise<void> {
  const db = getLookupDb();
  const isCaller = sql`((holder.workspace_id, holder.connection_id)
    is not distinct from (${via?.workspaceId ?? null}::uuid, ${via?.connectionId ?? null}::uuid))`;
  const meant = sql`
    from (${holders(credential)}) as holder
    where ${role ? sql`holder.role = ${role}` : via ? isCaller : sql`true`}
    order by ${isCaller} desc, holder.since desc limit 1`;
  const contradicted = role
    ? sql`false`
    : sql`doubt.since > ${clock(now)} - make_interval(secs => ${contradictedMs / 1_000})`;
  const { rows } = await sql<{ workspace_id: string; role: Role }>`
    insert into credential_doubt as doubt
      (credential, role, workspace_id, state, since, by_sign, refused_checks, checked_at, next_check_at)
    select ${credential}, holder.role, workspace_id, 'doubted', ${clock(now)}, ${role !== null}, 0, null, ${clock(now)}
    ${meant}
    on conflict (credential, role) do update set
      workspace_id = excluded.workspace_id, state = 'doubted', since = excluded.since, by_sign = excluded.by_sign,
      refused_checks = 0, next_check_at = excluded.next_check_at
    where doubt.state = 'accepted' and not ${contradicted}
    returning workspace_id, role`.execute(db);
  const [begun] = rows;
  if (begun) {
    log.warn('the cloud refused a password; it is checked again before sessions end');
    const { rows: held } = await sql<DoubtedAccount>`
      select workspace_id as "workspaceId", account, role from (${holders(credential)}) as holder
      where workspace_id = ${begun.workspace_id} and role = ${begun.role} order by since desc limit 1`.execute(
      db,
    );
    if (held[0]) await recordDoubt(db, held[0], 'sessions.password-doubted');
    return;
  }
  if (role) return;
  await sql`
    update credential_doubt set next_check_at = ${clock(now)}
    where credential = ${credential} and role = (select holder.role ${meant})
      and state = 'accepted' and next_check_at is null
      and coalesce(checked_at, since) < ${clock(now)} - make_interval(secs => ${askSignEveryMs / 1_000})`.execute(
    db,
  );
}

/** Living sessions and connections with this password. `connection_id`: of the account in its workspace. */
export function holders(credential: Buffer) {
  return sql<{
    workspace_id: string;
    id: string;
    connection_id: string;
    account: string;
    role: Role;
    since: Date;
  }>`
    select session.workspace_id, session.id, own.id as connection_id, own.account, own.role, last_used_at as since
    from session
    join workspace on workspace.id = session.workspace_id
    join connection as own on own.workspace_id = workspace.id
      and (own.account, own.role) = (workspace.account, workspace.role)
    where session.credential = ${credential} and expires_at > clock_timestamp()
      and last_used_at > clock_timestamp() - make_interval(secs => ${idleMs / 1_000})
    union all
    select workspace_id, id, id, account, role, '-infinity' from connection
    where credential = ${credential} and state = 'connected'`;
}

type Doubted = { credential: Buffer; role: Role };

export async function acceptCredential(db: Db, { credential, role }: Doubted): Promise<void> {
  const doubts = db.deleteFrom('credential_doubt').where('credential', '=', credential);
  await doubts.where('role', '=', role).execute();
}

export async function acceptChecked(
  db: Db,
  { credential, role }: Doubted,
  now: Date | undefined,
): Promise<boolean> {
  const { rows } = await sql<{ was: string; by_sign: boolean }>`
    with before as (
      select state, by_sign from credential_doubt where credential = ${credential} and role = ${role} for update)
    update credential_doubt
    set state = 'accepted', since = ${clock(now)}, refused_checks = 0, checked_at = ${clock(now)}, next_check_at = null
    from before where credential = ${credential} and role = ${role}
    returning before.state as was, before.by_sign`.execute(db);
  const [doubt] = rows;
  // Only a wrong refusal by another call is remembered. `sign` itself has now corrected its own.
  if (doubt?.by_sign) await acceptCredential(db, { credential, role });
  return doubt !== undefined && doubt.was !== 'accepted';
}

/** Whether this password was or is in doubt since then. If not, `sign` had just accepted it. */
export async function wasDoubted(
  who: { account: string; role: Role; password: Secret },
  since: Date,
): Promise<boolean> {
  const row = await getLookupDb()
    .selectFrom('credential_doubt')
    .select('credential')
    .where('credential', '=', credentialOf(who.account, who.password))
    .where('role', '=', who.role)
    .where((where) => where.or([where('state', '<>', 'accepted'), where('since', '>=', since)]))
    .executeTakeFirst();
  return row !== undefined;
}

export async function sweepDoubts(db: Db, now: Date): Promise<void> {
  const dayAgo = new Date(now.getTime() - 24 * 3_600_000);
  await db
    .deleteFrom('credential_doubt')
    .where('state', '<>', 'doubted')
    .where('since', '<', dayAgo)
    .execute();
}
