import { createHash, hash } from 'node:crypto';
import { sql } from 'kysely';
import { type Db, getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import { storableText } from '@/lib/devices/storable-text';
import { mapPaced } from '@/lib/doordeer/run-paced';
import type { VendorEvent, WallTime } from '@/lib/doordeer/words';
import { eventNameKeys } from '@/lib/text/stored-keys';
import { deriveKey } from '@/lib/vault';
import type { Entry } from '../list/align-lists';
import { readEventTime } from './event-time';

/** An event on its way between the cloud and the table. */
export type ListedEvent = Entry & VendorEvent;

/** An event as it is stored; of one that was made anonymous or deleted, its trace stands for what the cloud gave. */
export type StoredEvent = VendorEvent & { trace?: Buffer | null };

/**
 * The cloud's page, or stored events, as they can be stored and compared. `dated`: the list is known to tell plausible
 * times, so that others say nothing about the order; of a door whose clock was never set, they are all there is.
 */
export function asListed(events: readonly StoredEvent[], dated = isDated(events)): ListedEvent[] {
  return withTimes(events.map((event) => readStored(event, dated)));
}

/** The same for a page of any length: the process turns to other work meanwhile. */
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
  const told = wall !== null && (!dated || isPlausible(wall)) ? `${wall.date} ${wall.time}` : null;
  const key = event.trace?.toString('hex') ?? traceText(clean);
  return { ...clean, key, time: told ?? '', borrowed: told === null };
}

/** A time that makes no sense must not decide which way a list runs: its neighbour's shows no step. */
function withTimes(events: ListedEvent[]): ListedEvent[] {
  let time = events.find(({ borrowed }) => !borrowed)?.time ?? '';
  for (const event of events) {
    if (event.borrowed) event.time = time;
    else time = event.time;
  }
  return events;
}

/** Does any of these events tell a plausible time? */
export function isDated(events: readonly StoredEvent[]): boolean {
  return events.some(({ timeText }) => {
    const wall = readEventTime(storableText(timeText));
    return wall !== null && isPlausible(wall);
  });
}

/** No such door is older, and a clock that has lost its battery begins at 1970, 2000 or the end of its range. */
const firstYear = 2010;
const yearsAhead = 1;

function isPlausible({ date }: WallTime): boolean {
  const year = Number(date.slice(0, 4));
  return year >= firstYear && year <= databaseDate().getUTCFullYear() + yearsAhead;
}

let traceKey: string | undefined;

/**
 * What distinguishes an event from others, as a digest under a key of this installation: when retention deletes the event, the
 * sync still recognises it in the cloud's list, and nobody without the key can try names against it.
 */
export function traceOf(event: VendorEvent): Buffer {
  return Buffer.from(traceText(event), 'hex');
}

/**
 * The key stands in front and half of the digest is cut off, so that no digest can be carried on to a longer text. An
 * HMAC object for each event would cost twenty times as much, and readings compare thousands of events.
 */
function traceText({ type, timeText, codeName, account }: VendorEvent): string {
  traceKey ??= deriveKey('event-trace').toString('hex');
  return hash('sha256', traceKey + JSON.stringify([type, timeText, codeName, account]), 'hex').slice(0, 32);
}

/**
 * The ids of who or which code each event names, made where they are new; null where it names none. New names are made
 * at once and not with the transaction: two writers that each hold names which the other is about to make would wait in
 * a circle, and a name without an event does no harm. The caller holds the name lock, so that none goes meanwhile.
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
  // In one order always, for the same reason.
  whos.sort((a, b) => a.digest.compare(b.digest));
  await sql`
    insert into event_who (workspace_id, digest, account, code_name, folded)
    select ${workspaceId}::uuid, * from unnest(
      ${whos.map(({ digest }) => digest)}::bytea[],
      ${whos.map(({ account }) => account)}::text[],
      ${whos.map(({ codeName }) => codeName)}::text[],
      ${whos.map(({ account, codeName }) => eventNameKeys({ account, code_name: codeName }).folded)}::text[])
    on conflict (workspace_id, digest) do nothing`.execute(getDb());
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
