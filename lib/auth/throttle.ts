import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { type Db, getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import { lockByName } from '@/lib/db/transaction-lock';
import { foldAccount } from '@/lib/text/fold-account';
import { widerNetwork } from './client-network';
import { createTurns } from './run-in-turn';

export type ThrottleRule = {
  bucket: string;
  limit: number;
  windowMs: number;
  /** How long a try counts that a killed process left pending. Default: `windowMs` plus 5 minutes. */
  pendingMs?: number;
};

/** Limits of a network. One customer may have thousands of IPv6 networks, which together have five times as much. */
export function networkRules(
  rule: Omit<ThrottleRule, 'bucket'> & { purpose: string; network: string },
): ThrottleRule[] {
  const { purpose, network, ...limits } = rule;
  const wider = widerNetwork(network);
  return [
    { ...limits, bucket: `${purpose}:${network}` },
    ...(wider ? [{ ...limits, bucket: `${purpose}:${wider}`, limit: 5 * limits.limit }] : []),
  ];
}

export type Reservation = { ok: true; id: number } | { ok: false; retryAt: Date; pending: boolean };

const takeTurn = createTurns();

const slowestTryMs = 5 * 60_000;

/**
 * A bucket's name for an account in its folded form. Several accounts in one bucket only wait longer; one account in
 * several buckets would break the limit. Hashed, because the table must not list who tried.
 */
export function bucketOf(purpose: string, account: string): string {
  return `${purpose}:${createHash('sha256').update(foldAccount(account)).digest('base64url')}`;
}

/**
 * Takes one of the window's tries before the attempt, in a transaction that others of the same bucket wait for. So no
 * more than `limit` go through, in any number of processes. A reserved try counts until settled; `settled`: it counts
 * in any case.
 */
export async function reserveTry(
  rule: ThrottleRule,
  { db = getDb(), now = databaseDate(), settled = false }: { db?: Db; now?: Date; settled?: boolean } = {},
): Promise<Reservation> {
  const reserved = takeTurn(rule.bucket, () => reserve(rule, { db, now, settled }));
  // So many at once for one account are not one person's: answer with the longest wait, without counting.
  return (await reserved) ?? { ok: false, retryAt: new Date(now.getTime() + rule.windowMs), pending: false };
}

function reserve(
  rule: ThrottleRule,
  { db, now, settled }: { db: Db; now: Date; settled: boolean },
): Promise<Reservation> {
  return db.transaction().execute(async (trx) => {
    await lockByName(trx, `throttle:${rule.bucket}`);
    const since = new Date(now.getTime() - rule.windowMs);
    const pendingMs = rule.pendingMs ?? rule.windowMs + slowestTryMs;
    const pendingSince = new Date(now.getTime() - pendingMs);
    const counted = await trx
      .selectFrom('throttle_try')
      .select(['tried_at as triedAt', 'pending'])
      .where('bucket', '=', rule.bucket)
      .where((where) =>
        where.or([
          where.and([where('pending', '=', false), where('tried_at', '>', since)]),
          where.and([where('pending', '=', true), where('tried_at', '>', pendingSince)]),
        ]),
      )
      .orderBy('tried_at', 'desc')
      .limit(rule.limit)
      .execute();
    if (counted.length >= rule.limit) {
      const free = counted.map((one) => one.triedAt.getTime() + (one.pending ? pendingMs : rule.windowMs));
      return {
        ok: false,
        retryAt: new Date(Math.min(...free)),
        pending: counted.some((one) => one.pending && now.getTime() - one.triedAt.getTime() < 60_000),
      };
    }
    const { id } = await trx
      .insertInto('throttle_try')
      .values({ bucket: rule.bucket, tried_at: now, pending: !settled })
      .returning('id')
      .executeTakeFirstOrThrow();
    return { ok: true, id };
  });
}

/** The first rule that has no tries left. Takes none. */
export async function findSpent(
  rules: readonly ThrottleRule[],
  { db = getDb(), now = databaseDate() } = {},
): Promise<{ rule: ThrottleRule; retryAt: Date } | null> {
  if (rules.length === 0) return null;
  // One question for all of them: every sign-in asks it.
  const spent = await sql<{ place: number; triedAt: Date }>`${sql.join(
    rules.map(
      ({ bucket, limit, windowMs }, place) => sql`(
        select ${place}::integer as place, tried_at as "triedAt" from throttle_try
        where bucket = ${bucket} and tried_at > ${new Date(now.getTime() - windowMs)}
        order by tried_at desc offset ${limit - 1} limit 1)`,
    ),
    sql` union all `,
  )} order by place limit 1`.execute(db);
  const [first] = spent.rows;
  const rule = rules[first?.place ?? -1];
  return first && rule ? { rule, retryAt: new Date(first.triedAt.getTime() + rule.windowMs) } : null;
}

/** How many tries every one of the rules still allows, without those under way. Takes none. */
export async function countLeft(
  rules: readonly ThrottleRule[],
  { db = getDb(), now = databaseDate() } = {},
): Promise<number> {
  const left = rules.map(async ({ bucket, limit, windowMs }) => {
    const { tries } = await db
      .selectFrom('throttle_try')
      .select(({ fn }) => fn.countAll<string>().as('tries'))
      .where('bucket', '=', bucket)
      .where('tried_at', '>', new Date(now.getTime() - windowMs))
      .executeTakeFirstOrThrow();
    return Math.max(0, limit - Number(tries));
  });
  return Math.min(...(await Promise.all(left)));
}

export async function addTries(rules: readonly ThrottleRule[]): Promise<void> {
  if (rules.length === 0) return;
  const at = databaseDate();
  const tries = rules.map(({ bucket }) => ({ bucket, tried_at: at, pending: false }));
  await getDb().insertInto('throttle_try').values(tries).execute();
}

export async function releaseTry(id: number, db: Db = getDb()): Promise<void> {
  await db.deleteFrom('throttle_try').where('id', '=', id).execute();
}

export async function forgetTries(prefix: string, db: Db = getDb()): Promise<void> {
  await sql`delete from throttle_try where starts_with(bucket, ${prefix})`.execute(db);
}

/** The window starts now, because the try may have reached the vendor at any moment until now. */
export async function countTry(id: number, { db = getDb(), now = databaseDate() } = {}): Promise<void> {
  await db.updateTable('throttle_try').set({ pending: false, tried_at: now }).where('id', '=', id).execute();
}

export function minutesUntil(moment: Date, now = databaseDate()): number {
  return Math.max(1, Math.ceil((moment.getTime() - now.getTime()) / 60_000));
}
