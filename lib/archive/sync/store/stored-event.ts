import { createHash, hash } from 'node:crypto';
import { sql } from 'kysely';
import { type Db, getLookupDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import { storableText } from '@/lib/devices/storable-text';
import { mapPaced } from '@/lib/doordeer/run-paced';
import type { VendorEvent, WallTime } from '@/lib/doordeer/words';
import { eventNameKeys } from '@/lib/text/stored-keys';
import { deriveKey } from '@/lib/vault';
import type { Entry } from '../list/align-lists';
import { readEventTime } from './event-time';

export type ListedEvent = Entry & VendorEvent;

/** For an anonymous or deleted event, `trace` replaces the fields. */
export type StoredEvent = VendorEvent & { trace?: Buffer | null };

/** Ready to store and compare. `dated`: the list has plausible times, so implausible ones say nothing about its order. */
export function asListed(events: readonly StoredEvent[], dated = isDated(events)): ListedEvent[] {
  return withTimes(events.map((event) => readStored(event, dated)));
}

export async function asListedPaced(events: readonly StoredEvent[], dated: boolean): Promise<ListedEvent[]> {
  return withTimes(await mapPaced(events, (event) => readStored(event, dated)));
}

function readStored(event: StoredEvent, dated: boolean): ListedEvent {
  const clean = {
    type: event.type,
    timeText: storableText(event.timeText),
    codeName: event.codeName === null ? null : storableText(event.codeName),
    account: event.account === null ? null : storableText(event.account),
  };
  const wall = readEventTime(clean.timeText);
  const written = wall !== null && (!dated || isPlausible(wall)) ? `${wall.date} ${wall.time}` : null;
  const key = event.trace?.toString('hex') ?? traceText(clean);
  return { ...clean, key, time: written ?? '', borrowed: written === null };
}

/** An event whose time makes no sense takes its neighbour's, so it does not affect the order. */
function withTimes(events: ListedEvent[]): ListedEvent[] {
  let time = events.find(({ borrowed }) => !borrowed)?.time ?? '';
  for (const event of events) {
    if (event.borrowed) event.time = time;
    else time = event.time;
  }
  return events;
}

export function isDated(events: readonly StoredEvent[]): boolean {
  return events.some(({ timeText }) => {
    const wall = readEventTime(storableText(timeText));
    return wall !== null && isPlausible(wall);
  });
}

/** No such door is older. A clock that lost its battery begins at 1970, 2000 or the end of its range. */
const firstYear = 2010;
const yearsAhead = 1;

function isPlausible({ date }: WallTime): boolean {
  const year = Number(date.slice(0, 4));
  return year >= firstYear && year <= databaseDate().getUTCFullYear() + yearsAhead;
}

/** Of the vault's first key: events that are gone have no text to compute the digest again. */
let traceKey: string | undefined;

/**
 * A digest of the event under a key of this installation. After retention deletes the event, the sync still recognises it
 * in the cloud's list. Without the key, no one can test names against it.
 */
export function traceOf(event: VendorEvent): Buffer {
  return Buffer.from(traceText(event), 'hex');
}

/** Key first, digest cut in half: it cannot be extended to a longer text. HMAC objects would cost twenty times as much. */
function traceText({ type, timeText, codeName, account }: VendorEvent): string {
  traceKey ??= deriveKey('event-trace', 1).toString('hex');
  return hash('sha256', traceKey + JSON.stringify([type, timeText, codeName, account]), 'hex').slice(0, 32);
}

/**
 * The ids of the names in each event; null if it names none. New names are committed at once: two transactions that each
 * hold a name the other needs would deadlock. A name without an event does no harm. The caller holds the name lock.
 */
export async function findWhos(
  trx: Db,
  workspaceId: string,
  events: readonly VendorEvent[],
): Promise<(number | null)[]> {
  const named = new Map(events.flatMap((event) => (whoKey(event) ? [[whoKey(event), event] as const] : [])));
  if (named.size === 0) return events.map(() => null);
  const whos = [...named].map(([key, { account, codeName }]) => ({
    digest: createHash('sha256').update(key).digest(),
    key,
    account,
    codeName,
  }));
  // Always in the same order, to avoid deadlocks.
  whos.sort((a, b) => a.digest.compare(b.digest));
  await sql`
    insert into event_who (workspace_id, digest, account, code_name, folded)
    select ${workspaceId}::uuid, * from unnest(
      ${whos.map(({ digest }) => digest)}::bytea[],
      ${whos.map(({ account }) => account)}::text[],
      ${whos.map(({ codeName }) => codeName)}::text[],
      ${whos.map(({ account, codeName }) => eventNameKeys({ account, code_name: codeName }).folded)}::text[])
    on conflict (workspace_id, digest) do nothing`.execute(getLookupDb());
  const found = await trx
    .selectFrom('event_who')
    .select(['id', 'digest'])
    .where('workspace_id', '=', workspaceId)
    .where(sql<boolean>`digest = any(${whos.map(({ digest }) => digest)}::bytea[])`)
    .execute();
  const ids = new Map(found.map(({ id, digest }) => [digest.toString('base64'), id]));
  const byKey = new Map(whos.map(({ key, digest }) => [key, ids.get(digest.toString('base64')) ?? null]));
  return events.map((event) => byKey.get(whoKey(event)) ?? null);
}

function whoKey({ account, codeName }: VendorEvent): string {
  return account === null && codeName === null ? '' : JSON.stringify([account, codeName]);
}
