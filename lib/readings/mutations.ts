import { type Kysely, sql, type Transaction } from 'kysely';
import { getDb } from '@/lib/db/client';
import type { ReadingOrder } from '@/lib/db/draw-reading-order';
import type { Database } from '@/lib/db/schema';
import { doorcodeDigest, doorcodeDigests, sealDoorcode } from '@/lib/db/vault/doorcode-secret';
import { storableText } from '@/lib/devices/storable-text';
import { wallToInstant, type Zone } from '@/lib/devices/time-zone';
import { readZones, type Zones } from '@/lib/devices/zones';
import { mapPaced, sortPaced } from '@/lib/doordeer/run-paced';
import type { VendorDoorcode, WallTime } from '@/lib/doordeer/words';
import type { ErrorCode } from '@/lib/errors';
import { doorcodeKeys } from '@/lib/text/stored-keys';
import type { ChannelRef, Outcome } from './outcome';
import { isLongOver } from './prune-digits';

/**
 * Failed readings keep the facts. A reading asked for before the stored one is dropped: it must not undo a change
 * that was read back. `drawReadingOrder` decides, not clocks.
 */
export async function keepMasters(
  workspaceId: string,
  outcomes: readonly Outcome<string | null>[],
): Promise<void> {
  if (outcomes.length === 0) return;
  const rows = latest(outcomes).map((one) => ({
    ...readingRow(one),
    master: one.state === 'ok' ? one.value && storableText(one.value) : null,
  }));
  await sql`
    insert into master_reading as kept
      (workspace_id, gid, channel, state, master, error_code, read_at, tried_at, asked)
    select ${workspaceId}, gid, channel, state, master, error_code, case when state = 'ok' then asked_at end,
      asked_at, asked
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(gid text, channel bigint, state text, master text,
      error_code text, asked_at timestamptz, asked bigint)
    order by gid, channel
    on conflict (workspace_id, gid, channel) do update set asked = excluded.asked,
      state = excluded.state, error_code = excluded.error_code, tried_at = excluded.tried_at,
      master = case when excluded.state = 'ok' then excluded.master else kept.master end,
      read_at = coalesce(excluded.read_at, kept.read_at)
    where kept.asked <= excluded.asked`.execute(getDb());
}

export async function keepShares(workspaceId: string, outcomes: readonly Outcome<string[]>[]): Promise<void> {
  if (outcomes.length === 0) return;
  await getDb()
    .transaction()
    .execute(async (trx) => {
      const read = await keepStates(trx, 'share_reading', workspaceId, outcomes);
      const shares = read.flatMap((one) =>
        [...new Set(one.value.map(storableText))].map((account) => ({
          ...keyOf(one),
          account,
          ...orderOf(one),
        })),
      );
      if (shares.length > 0) {
        await sql`
          insert into share (workspace_id, gid, channel, sub_master, first_seen_at, seen_at, seen)
          select ${workspaceId}, gid, channel, account, asked_at, asked_at, asked
          from jsonb_to_recordset(${JSON.stringify(shares)}::jsonb)
            as r(gid text, channel bigint, account text, asked_at timestamptz, asked bigint)
          order by gid, channel, account
          on conflict (workspace_id, gid, channel, sub_master) where gone_at is null
            do update set seen_at = excluded.seen_at, seen = excluded.seen`.execute(trx);
      }
      await endMissing(trx, 'share', workspaceId, read);
    });
}

export async function keepDoorcodes(
  workspaceId: string,
  outcomes: readonly Outcome<VendorDoorcode[]>[],
): Promise<void> {
  if (outcomes.length === 0) return;
  // A person may be waiting, so nothing is queried without need.
  const zones = outcomes.some((one) => one.state === 'ok' && one.value.length > 0)
    ? await readZones(workspaceId)
    : null;
  await getDb()
    .transaction()
    .execute(async (trx) => {
      const read = await keepStates(trx, 'doorcode_reading', workspaceId, outcomes);
      if (zones) await keepCodes(trx, { workspaceId, read, zones });
      await endMissing(trx, 'doorcode', workspaceId, read);
    });
}

async function keepCodes(
  trx: Trx,
  { workspaceId, read, zones }: { workspaceId: string; read: Read<VendorDoorcode[]>[]; zones: Zones },
): Promise<void> {
  const codes = new Map<string, CodeRow>();
  for (const one of read)
    await mapPaced(one.value, (code) => {
      const row = codeRow(workspaceId, one, code, zones.ofDoor(one.gid));
      codes.set(row.identity, row);
    });
  // All transactions lock the rows in one order.
  const ordered = await sortPaced(await keepOldDigests(trx, workspaceId, [...codes.values()]), byPlace);
  for (let at = 0; at < ordered.length; at += rowsAtOnce) {
    await writeCodes(trx, workspaceId, JSON.stringify(ordered.slice(at, at + rowsAtOnce)));
  }
}

/** A code whose digits were dropped before the vault key was replaced keeps its digest. */
async function keepOldDigests(trx: Trx, workspaceId: string, codes: readonly CodeRow[]): Promise<CodeRow[]> {
  const older = codes.flatMap((code) => code.older);
  if (older.length === 0) return [...codes];
  const { rows } = await sql<{ digest: string }>`
    select encode(digest, 'hex') as digest from doorcode
    where workspace_id = ${workspaceId}
      and digest in (select decode(one, 'hex') from unnest(${older}::text[]) as one)`.execute(trx);
  const known = new Set(rows.map(({ digest }) => digest));
  return codes.map((code) => ({ ...code, digest: code.older.find((one) => known.has(one)) ?? code.digest }));
}

function byPlace(one: CodeRow, other: CodeRow): number {
  if (one.gid !== other.gid) return one.gid < other.gid ? -1 : 1;
  return one.channel - other.channel || (one.digest < other.digest ? -1 : Number(one.digest > other.digest));
}

/** Rows of one statement. Serialising more at once would block other work. */
const rowsAtOnce = 2_000;

async function writeCodes(trx: Trx, workspaceId: string, rows: string): Promise<void> {
  // A code that moved between two pages may be missing from one list. It stays the same code when it returns.
  await sql`
    update doorcode d set gone_at = null
    from jsonb_to_recordset(${rows}::jsonb)
      as r(gid text, channel bigint, digest text, from_wall text, to_wall text)
    where d.workspace_id = ${workspaceId} and d.gid = r.gid and d.channel = r.channel
      and d.digest = decode(r.digest, 'hex')
      and d.from_wall is not distinct from r.from_wall and d.to_wall is not distinct from r.to_wall
      and d.gone_at is not null
      and not exists (
        select from doorcode o where o.workspace_id = d.workspace_id and o.gid = d.gid and o.channel = d.channel
          and o.digest = d.digest and o.from_wall is not distinct from d.from_wall
          and o.to_wall is not distinct from d.to_wall and o.id <> d.id
          and (o.gone_at is null or o.gone_at > d.gone_at or (o.gone_at = d.gone_at and o.id > d.id)))
  `.execute(trx);
  // The old name may have been used at a door, and lib/doorcodes/find-elsewhere.ts must recognise it as ours.
  await sql`
    insert into doorcode_name (workspace_id, name)
    select distinct d.workspace_id, d.name
    from jsonb_to_recordset(${rows}::jsonb)
      as r(gid text, channel bigint, digest text, name text, from_wall text, to_wall text)
    join doorcode d on d.workspace_id = ${workspaceId} and d.gid = r.gid and d.channel = r.channel
      and d.digest = decode(r.digest, 'hex') and d.from_wall is not distinct from r.from_wall
      and d.to_wall is not distinct from r.to_wall
    where d.name <> r.name and d.name <> ''
    order by d.workspace_id, d.name
    on conflict do nothing`.execute(trx);
  await sql`
    insert into doorcode (workspace_id, gid, channel, digest, sealed, name, folded, order_name, valid_type, from_wall, to_wall,
      from_at, to_at, lock_ids, usable, window_unreadable, first_seen_at, seen_at, seen)
    select ${workspaceId}, gid, channel, decode(digest, 'hex'), decode(sealed, 'base64'), name, folded, order_name, valid_type,
      from_wall, to_wall, from_at, to_at, lock_ids, usable, window_unreadable, asked_at, asked_at, asked
    from jsonb_to_recordset(${rows}::jsonb) as r(gid text, channel bigint, digest text, sealed text, name text, folded text,
      order_name text, valid_type int,
      from_wall text, to_wall text, from_at timestamptz, to_at timestamptz, lock_ids jsonb,
      usable boolean, window_unreadable boolean, asked_at timestamptz, asked bigint)
    order by gid, channel, digest
    on conflict (workspace_id, gid, channel, digest, from_wall, to_wall) where gone_at is null do update set
      name = excluded.name, folded = excluded.folded, order_name = excluded.order_name, valid_type = excluded.valid_type, from_at = excluded.from_at, to_at = excluded.to_at,
      sealed = case when doorcode.sealed is null and excluded.to_at is null and not excluded.usable then null
        else excluded.sealed end,
      lock_ids = excluded.lock_ids, usable = excluded.usable, window_unreadable = excluded.window_unreadable,
      seen_at = excluded.seen_at, seen = excluded.seen`.execute(trx);
}

export async function rezoneDoorcodes(
  db: Kysely<Database>,
  workspaceId: string,
  gid: string,
  zone: Zone,
): Promise<void> {
  const windows = await db
    .selectFrom('doorcode')
    .select(['from_wall', 'to_wall'])
    .where('workspace_id', '=', workspaceId)
    .where('gid', '=', gid)
    .groupBy(['from_wall', 'to_wall'])
    .execute();
  const rows = windows.map(({ from_wall, to_wall }) => ({
    from_wall,
    to_wall,
    from_at: from_wall && instantOf(zone, parseWall(from_wall)),
    to_at: to_wall && instantOf(zone, parseWall(to_wall)),
  }));
  await sql`
    update doorcode d set from_at = r.from_at, to_at = r.to_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(from_wall text, to_wall text, from_at timestamptz, to_at timestamptz)
    where d.workspace_id = ${workspaceId} and d.gid = ${gid}
      and d.from_wall is not distinct from r.from_wall and d.to_wall is not distinct from r.to_wall`.execute(
    db,
  );
}

type Trx = Transaction<Database>;
type Read<T> = ChannelRef & ReadingOrder & { value: T; skipped?: number };

/** Returns the readings that succeeded and are the newest of their channel. */
async function keepStates<T>(
  trx: Trx,
  table: 'share_reading' | 'doorcode_reading',
  workspaceId: string,
  outcomes: readonly Outcome<T>[],
): Promise<Read<T>[]> {
  const newest = latest(outcomes);
  const { rows } = await sql<ChannelRef>`
    insert into ${sql.table(table)} as kept
      (workspace_id, gid, channel, state, error_code, read_at, tried_at, asked)
    select ${workspaceId}, gid, channel, state, error_code, case when state = 'ok' then asked_at end, asked_at, asked
    from jsonb_to_recordset(${JSON.stringify(newest.map(readingRow))}::jsonb)
      as r(gid text, channel bigint, state text, error_code text, asked_at timestamptz, asked bigint)
    order by gid, channel
    on conflict (workspace_id, gid, channel) do update set asked = excluded.asked,
      state = excluded.state, error_code = excluded.error_code, tried_at = excluded.tried_at,
      read_at = coalesce(excluded.read_at, kept.read_at)
    where kept.asked <= excluded.asked
    returning gid, channel`.execute(trx);
  const kept = new Set(rows.map(pairOf));
  return newest.flatMap((one) => (one.state === 'ok' && kept.has(pairOf(one)) ? [one] : []));
}

/** Ends what a complete and newer list no longer has. */
async function endMissing(
  trx: Trx,
  table: 'share' | 'doorcode',
  workspaceId: string,
  read: Read<unknown>[],
): Promise<void> {
  const lists = JSON.stringify(read.filter(isWhole).map((one) => ({ ...keyOf(one), ...orderOf(one) })));
  await sql`
    update ${sql.table(table)} t set gone_at = r.asked_at
    from jsonb_to_recordset(${lists}::jsonb) as r(gid text, channel bigint, asked_at timestamptz, asked bigint)
    where t.workspace_id = ${workspaceId} and t.gid = r.gid and t.channel = r.channel
      and t.gone_at is null and t.seen < r.asked`.execute(trx);
}

function readingRow(one: Outcome<unknown>) {
  const asked = { ...keyOf(one), ...orderOf(one) };
  if (one.state !== 'ok') return { ...asked, state: one.state, error_code: one.errorCode };
  if (isWhole(one)) return { ...asked, state: one.state, error_code: null };
  return { ...asked, state: 'failed', error_code: 'cloud-nonsense' satisfies ErrorCode };
}

/** A list with unreadable entries adds what it has, ends nothing, and counts as failed. */
function isWhole(one: { skipped?: number }): boolean {
  return !one.skipped;
}

type CodeRow = ReturnType<typeof codeRow>;

function codeRow(workspaceId: string, at: Read<unknown>, code: VendorDoorcode, zone: Zone) {
  const name = storableText(code.name);
  const secret = { digits: storableText(code.digits), pictureUrl: storableText(code.pictureUrl) };
  const digest = doorcodeDigest(workspaceId, secret.digits);
  const { usable, windowUnreadable: unreadable = false } = code;
  const [from, to] = [instantOf(zone, code.from), instantOf(zone, code.to)];
  const isOver = isLongOver({ usable, unreadable, from, to });
  const row = {
    ...keyOf(at),
    digest: digest.toString('hex'),
    sealed: isOver ? null : sealDoorcode({ workspaceId, ...keyOf(at), digest }, secret).toString('base64'),
    /** The digests that older keys of the vault gave, and that the code may have because its digits were dropped. */
    older:
      isOver || (to === null && !usable)
        ? doorcodeDigests(workspaceId, secret.digits)
            .slice(1)
            .map((one) => one.toString('hex'))
        : [],
    name,
    ...doorcodeKeys({ name }),
    valid_type: code.validType,
    from_wall: wallText(code.from),
    to_wall: wallText(code.to),
    from_at: from,
    to_at: to,
    lock_ids: code.lockIds.map(storableText),
    usable,
    window_unreadable: unreadable,
    ...orderOf(at),
  };
  return { ...row, identity: JSON.stringify([row.gid, row.channel, row.digest, row.from_wall, row.to_wall]) };
}

/** One statement may not touch a row twice. */
function latest<T>(outcomes: readonly Outcome<T>[]): Outcome<T>[] {
  const byPair = new Map<string, Outcome<T>>();
  for (const one of outcomes) {
    const known = byPair.get(pairOf(one));
    if (!known || known.asked <= one.asked) byPair.set(pairOf(one), one);
  }
  return [...byPair.values()];
}

function orderOf({ asked, askedAt }: ReadingOrder) {
  return { asked, asked_at: askedAt };
}

function keyOf({ gid, channel }: ChannelRef): ChannelRef {
  return { gid, channel };
}

function pairOf({ gid, channel }: ChannelRef): string {
  return JSON.stringify([gid, channel]);
}

function wallText(wall: WallTime | null): string | null {
  return wall && `${wall.date} ${wall.time}`;
}

function parseWall(text: string): WallTime {
  const [date = '', time = ''] = text.split(' ');
  return { date, time };
}

function instantOf(zone: Zone, wall: WallTime | null): Date | null {
  return wall && (wallToInstant(zone, wall)?.instant ?? null);
}
