import { sql } from 'kysely';
import { type Db, getDb } from '@/lib/db/client';
import { drawReadingOrder } from '@/lib/db/draw-reading-order';
import type { StoredChannels } from '@/lib/devices/data';
import { storeChannels } from '@/lib/devices/mutations';
import { isVendorError, refusesPassword } from '@/lib/doordeer/errors';
import type { Secret } from '@/lib/doordeer/secret';
import type { Role } from '@/lib/doordeer/words';
import { log } from '@/lib/log';
import { tryOpen } from '@/lib/vault';
import { getUnguardedDoordeer } from './cloud-client';
import { parkConnections } from './connection';
import {
  acceptChecked,
  acceptCredential,
  checkAgainMs,
  checkEveryMs,
  checksThatEnd,
  clock,
  holders,
  later,
} from './doubt';
import { type DoubtedAccount, recordDoubt } from './doubt-entry';
import { connectionSeal, sessionSeal } from './sealed-password';
import { endSessions } from './session';

/** Longer than a call takes. After this, the check of a killed process is repeated. */
const claimMs = 2 * 60_000;
const atOnce = 5;

type Claim = {
  credential: Buffer;
  role: Role;
  workspace_id: string;
  state: 'doubted' | 'refused' | 'accepted';
  claimed_until: Date;
};
type Holder = DoubtedAccount & { connectionId: string; password: Secret };
type Verdict = StoredChannels | null;

/** Makes the due checks (10002), each in only one process. `now`: a test's clock; default: the database's. */
export async function checkDoubts({ now }: { now?: Date } = {}): Promise<void> {
  const due = await claim(sql`true`, now);
  const checked = await Promise.allSettled(due.map((one) => check(one, now)));
  for (const result of checked) {
    if (result.status === 'rejected')
      log.warn({ err: result.reason }, 'a refused password could not be checked');
  }
}

export async function checkCredential(credential: Buffer, role: Role): Promise<Verdict> {
  const [due] = await claim(sql`credential = ${credential} and role = ${role}`, undefined);
  return due ? check(due, undefined) : null;
}

async function claim(which: ReturnType<typeof sql>, now: Date | undefined): Promise<Claim[]> {
  const { rows } = await sql<Claim>`
    update credential_doubt set next_check_at = date_trunc('milliseconds', ${later(now, claimMs)})
    where (credential, role) in (
      select credential, role from credential_doubt
      where ${which} and (next_check_at <= ${clock(now)} or next_check_at > ${later(now, 2 * checkEveryMs)})
      order by next_check_at limit ${atOnce} for update skip locked)
    returning credential, role, workspace_id, state, next_check_at as claimed_until`.execute(getDb());
  return rows;
}

async function check(due: Claim, now: Date | undefined): Promise<Verdict> {
  const holder = await findHolder(due);
  if (!holder) {
    // What was refused for good stays so for work that still has this password in memory.
    if (due.state === 'refused') await putOff(due, { now, ms: checkEveryMs });
    else await acceptCredential(getDb(), due);
    return null;
  }
  const order = await drawReadingOrder();
  try {
    const { account, role, password } = holder;
    const who = { account, role, password };
    const { channels, skipped } = await getUnguardedDoordeer().call('listChannels', who, {
      retries: 0,
      priority: 'person',
    });
    const list = await storeChannels(holder, { channels, skipped, ...order });
    const wasDoubted = await acceptChecked(getDb(), due, now);
    if (wasDoubted) await recordDoubt(getDb(), holder, 'sessions.password-accepted');
    return list;
  } catch (error) {
    if (refusesPassword(error)) await countRefusal(due, holder, now);
    else await putOff(due, { now, ms: checkAgainMs });
    if (!isVendorError(error)) throw error;
    return null;
  }
}

/** Tries one sealed password after the other: some may be sealed under another vault key. */
async function findHolder({ credential, role: asked, workspace_id: noted }: Claim): Promise<Holder | null> {
  const { rows } = await sql<{
    id: string;
    workspaceId: string;
    connectionId: string;
    account: string;
    role: Role;
    session: Buffer | null;
    tokenHash: Buffer | null;
    connection: Buffer | null;
  }>`
    select holder.id, holder.workspace_id as "workspaceId", holder.connection_id as "connectionId", holder.account, holder.role,
      session.sealed_password as session, session.token_hash as "tokenHash",
      connection.sealed_password as connection
    from (${holders(credential)}) as holder
    left join session on session.id = holder.id
    left join connection on connection.id = holder.id
    where holder.role = ${asked} order by holder.workspace_id = ${noted} desc, holder.since desc limit 5`.execute(
    getDb(),
  );
  for (const { id, workspaceId, connectionId, account, role, session, tokenHash, connection } of rows) {
    const place = { id, workspaceId, account };
    const password =
      session && tokenHash
        ? tryOpen(sessionSeal({ ...place, tokenHash }), session)
        : connection && tryOpen(connectionSeal(place), connection);
    if (password) return { workspaceId, connectionId, account, role, password };
  }
  return null;
}

async function putOff(
  { credential, role, claimed_until }: Claim,
  { now, ms }: { now: Date | undefined; ms: number },
): Promise<void> {
  await getDb()
    .updateTable('credential_doubt')
    .set({ next_check_at: later(now, ms) })
    .where('credential', '=', credential)
    .where('role', '=', role)
    .where('next_check_at', '=', claimed_until)
    .execute();
}

/** `claimed_until`: an accepted password that a person typed in the meantime outweighs this check. */
async function countRefusal(
  { credential, role, claimed_until }: Claim,
  holder: Holder,
  now: Date | undefined,
): Promise<void> {
  const isOver = sql`refused_checks + 1 >= ${checksThatEnd}
    and since <= ${clock(now)} - make_interval(secs => ${((checksThatEnd - 1) * checkEveryMs) / 1_000})`;
  await getDb()
    .transaction()
    .execute(async (trx) => {
      const { rows } = await sql<{ state: string }>`
        update credential_doubt set
          refused_checks = case when state = 'accepted' then 1 else refused_checks + 1 end,
          since = case when state = 'accepted' or (state = 'doubted' and ${isOver}) then ${clock(now)} else since end,
          by_sign = true,
          state = case when state = 'refused' or (state = 'doubted' and ${isOver}) then 'refused' else 'doubted' end,
          checked_at = ${clock(now)},
          next_check_at = ${later(now, checkEveryMs)}
        where credential = ${credential} and role = ${role} and next_check_at = ${claimed_until}
        returning state`.execute(trx);
      const [doubt] = rows;
      if (doubt?.state === 'refused') await conclude(trx, credential, holder);
    });
}

/** Three refusals over 10 minutes: the account's sessions with this password end, and its connections are parked. */
async function conclude(trx: Db, credential: Buffer, holder: Holder): Promise<void> {
  await recordDoubt(trx, holder, 'sessions.password-refused');
  const sessions = await trx
    .selectFrom('session')
    .innerJoin('workspace', 'workspace.id', 'session.workspace_id')
    .select('session.id')
    .where('workspace.role', '=', holder.role)
    .where('credential', '=', credential)
    .execute();
  await endSessions(trx, { ids: sessions.map(({ id }) => id), reason: 'password-changed' });
  await parkConnections(trx, { credential, role: holder.role });
}
