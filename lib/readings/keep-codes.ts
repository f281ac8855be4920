import { sql } from 'kysely';
import { doorcodeDigest, doorcodeDigests, sealDoorcode } from '@/lib/db/vault/doorcode-secret';
import { storableText } from '@/lib/devices/storable-text';
import { wallToInstant, type Zone } from '@/lib/devices/time-zone';
import type { Zones } from '@/lib/devices/zones';
import { mapPaced, sortPaced } from '@/lib/doordeer/run-paced';
import type { VendorDoorcode, WallTime } from '@/lib/doordeer/words';
import { doorcodeKeys } from '@/lib/text/stored-keys';
import { absentBefore, intervalOf, keyOf, type Read, type Trx } from './keep-states';
import { isLongOver } from './prune-digits';

export async function keepCodes(
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

/** Codes of two accounts can have the same digits. */
const sameConnection = sql`d.connection_id is not distinct from r.connection_id`;

async function writeCodes(trx: Trx, workspaceId: string, rows: string): Promise<void> {
  // A code that moved between two pages may be missing from one list. It stays the same code when it returns.
  await sql`
    update doorcode d set gone_at = null, ended_by = null
    from jsonb_to_recordset(${rows}::jsonb)
      as r(gid text, channel bigint, connection_id uuid, digest text, from_wall text, to_wall text)
    where d.workspace_id = ${workspaceId} and d.gid = r.gid and d.channel = r.channel and ${sameConnection}
      and d.digest = decode(r.digest, 'hex')
      and d.from_wall is not distinct from r.from_wall and d.to_wall is not distinct from r.to_wall
      and d.gone_at is not null
      and not exists (
        select from doorcode o where o.workspace_id = d.workspace_id and o.gid = d.gid and o.channel = d.channel
          and o.connection_id is not distinct from d.connection_id
          and o.digest = d.digest and o.from_wall is not distinct from d.from_wall
          and o.to_wall is not distinct from d.to_wall and o.id <> d.id
          and (o.gone_at is null or o.gone_at > d.gone_at or (o.gone_at = d.gone_at and o.id > d.id)))
  `.execute(trx);
  if (await keepVersions(trx, workspaceId, rows)) await keepOldNames(trx, workspaceId, rows);
  await sql`
    insert into doorcode (workspace_id, gid, channel, digest, sealed, name, folded, order_name, valid_type, from_wall, to_wall,
      from_at, to_at, lock_ids, usable, window_unreadable, absent_at, first_seen_at, seen_at, seen, connection_id)
    select ${workspaceId}, gid, channel, decode(digest, 'hex'), decode(sealed, 'base64'), name, folded, order_name, valid_type,
      from_wall, to_wall, from_at, to_at, lock_ids, usable, window_unreadable, ${absentBefore}, asked_at, asked_at, asked,
      connection_id
    from jsonb_to_recordset(${rows}::jsonb) as r(gid text, channel bigint, digest text, sealed text, name text, folded text,
      order_name text, valid_type int,
      from_wall text, to_wall text, from_at timestamptz, to_at timestamptz, lock_ids jsonb,
      usable boolean, window_unreadable boolean, absent_at timestamptz, asked_at timestamptz,
      asked bigint, connection_id uuid)
    order by gid, channel, digest
    on conflict (workspace_id, gid, channel, connection_id, digest, from_wall, to_wall) where gone_at is null do update set
      name = excluded.name, folded = excluded.folded, order_name = excluded.order_name, valid_type = excluded.valid_type, from_at = excluded.from_at, to_at = excluded.to_at,
      sealed = case when doorcode.sealed is null and excluded.to_at is null and not excluded.usable then null
        else excluded.sealed end,
      lock_ids = excluded.lock_ids, usable = excluded.usable, window_unreadable = excluded.window_unreadable,
      seen_at = excluded.seen_at, seen = excluded.seen`.execute(trx);
}

/** The code keeps its row, because links, requests and jobs name it. Its old values get a row. Returns whether there are any. */
async function keepVersions(trx: Trx, workspaceId: string, rows: string): Promise<boolean> {
  // A cloud may list locks in any order.
  const { numAffectedRows = 0n } = await sql`
    insert into doorcode_version (workspace_id, doorcode_id, name, valid_type, lock_ids, usable, window_unreadable,
      seen_at, gone_at)
    select d.workspace_id, d.id, d.name, d.valid_type, d.lock_ids, d.usable, d.window_unreadable, d.seen_at,
      greatest(d.seen_at, r.asked_at)
    from jsonb_to_recordset(${rows}::jsonb) as r(gid text, channel bigint, connection_id uuid, digest text, name text, valid_type int,
      from_wall text, to_wall text, lock_ids jsonb, usable boolean, window_unreadable boolean, asked_at timestamptz)
    join doorcode d on d.workspace_id = ${workspaceId} and d.gid = r.gid and d.channel = r.channel and ${sameConnection}
      and d.digest = decode(r.digest, 'hex') and d.from_wall is not distinct from r.from_wall
      and d.to_wall is not distinct from r.to_wall and d.gone_at is null
    where (d.name, d.valid_type, d.usable, d.window_unreadable)
        is distinct from (r.name, r.valid_type, r.usable, r.window_unreadable)
      or not (d.lock_ids @> r.lock_ids and d.lock_ids <@ r.lock_ids)`.execute(trx);
  return numAffectedRows > 0n;
}

/** The old name may have been used at a door, and lib/doorcodes/find-elsewhere.ts must recognise it as ours. */
async function keepOldNames(trx: Trx, workspaceId: string, rows: string): Promise<void> {
  await sql`
    insert into doorcode_name (workspace_id, name)
    select distinct d.workspace_id, d.name
    from jsonb_to_recordset(${rows}::jsonb)
      as r(gid text, channel bigint, connection_id uuid, digest text, name text, from_wall text, to_wall text)
    join doorcode d on d.workspace_id = ${workspaceId} and d.gid = r.gid and d.channel = r.channel and ${sameConnection}
      and d.digest = decode(r.digest, 'hex') and d.from_wall is not distinct from r.from_wall
      and d.to_wall is not distinct from r.to_wall
    where d.name <> r.name and d.name <> ''
    order by d.workspace_id, d.name
    on conflict do nothing`.execute(trx);
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
    ...intervalOf(at),
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
  };
  return {
    ...row,
    identity: JSON.stringify([
      row.gid,
      row.channel,
      row.connection_id,
      row.digest,
      row.from_wall,
      row.to_wall,
    ]),
  };
}

function wallText(wall: WallTime | null): string | null {
  return wall && `${wall.date} ${wall.time}`;
}

export function parseWall(text: string): WallTime {
  const [date = '', time = ''] = text.split(' ');
  return { date, time };
}

export function instantOf(zone: Zone, wall: WallTime | null): Date | null {
  return wall && (wallToInstant(zone, wall)?.instant ?? null);
}
