import { sql } from 'kysely';
import { accountMayDoorcode, refuseDoorcode } from '@/lib/abilities/doorcodes';
import { callersAt, namesAccounts, scopeFor } from '@/lib/auth/choose-caller';
import { mayEverywhere } from '@/lib/auth/grants';
import { readAccounts } from '@/lib/auth/read-accounts';
import type { Scope } from '@/lib/auth/scope';
import { type Db, getDb } from '@/lib/db/client';
import { databaseDate, databaseNow } from '@/lib/db/clock';
import type { DoorcodeRequestState, JobState, StepState } from '@/lib/db/tables/jobs';
import { pairOf } from '@/lib/devices/pair-key';
import { wallToInstant } from '@/lib/devices/time-zone';
import type { Lock } from '@/lib/doordeer/words';
import { DeskError, type ErrorCode } from '@/lib/errors';
import { type Place, readPlaces } from '@/lib/places/data';
import type { ChannelRef } from '@/lib/readings/outcome';
import { type DoorcodeRow, findDoorcodes, locksOf } from './data';
import { noConnection } from './request-state';
import { lostAfterMs } from './retry-rules';
import type { IssueInput } from './schema';
import { lookForRequest } from './send-request';
import { faultsOfWindow, wallOfInput } from './window';

export type IssuedRow = {
  id: string;
  gid: string;
  channel: number;
  building: string;
  unit: string;
  door: string;
  givenDoor: string | null;
  name: string;
  locks: Lock[];
  fromWall: string;
  toWall: string;
  zone: string;
  state: DoorcodeRequestState;
  code: ErrorCode | null;
  /** It is sent once a connection can: also as a step of a job that waits. */
  waits: boolean;
  readAt: string | null;
  /** Only when confirmed. An unconfirmed code must not be copied or shared. */
  doorcode: DoorcodeRow | null;
  /** When a confirmed code was found missing: it was revoked before. */
  goneAt: string | null;
  /** Whether the code is only for the room that it is stored under. */
  showsRoom: boolean;
  /** Where it can be retried: on this job's page, or with null right here. */
  retry: { jobId: string | null } | null;
  /** The account that it is asked for through, where a workspace has several. */
  through: string | null;
};

export type IssueTarget = { place: Place; lockIds: string[]; severalRooms: boolean; toAt: Date };

/** Checks places, locks and clocks in the database. Throws with words for each field. */
export async function checkTargets(scope: Scope, input: IssueInput): Promise<IssueTarget[]> {
  const places = new Map((await readPlaces(scope)).map((place) => [pairOf(place), place]));
  const fields: Record<string, string> = {};
  const targets = input.targets.map(({ gid, channel, lockIds, severalRooms = false }) => {
    const place = places.get(pairOf({ gid, channel }));
    if (!place) throw new DeskError('not-found');
    if (!lockIds.every((id) => place.locks.some((lock) => lock.id === id))) fields.targets = 'badChoice';
    Object.assign(fields, faultsOfWindow(input, place.zone));
    const end = wallToInstant(place.zone, wallOfInput(input.to));
    return { place, lockIds: [...new Set(lockIds)], severalRooms, toAt: end?.instant ?? databaseDate() };
  });
  if (Object.keys(fields).length > 0) throw new DeskError('invalid-input', fields);
  return targets;
}

/** A member may order codes then. They are sent once there is a connection: see `send-waiting.ts`. */
export function lacksConnection({ callers }: Scope): boolean {
  return callers.length === 0;
}

/** The same for one room: other connections may work, and not list it or make no doorcodes there. */
export function waitsAt(scope: Scope, at: ChannelRef): boolean {
  return lacksConnection(scope) || (scope.isMerged && callersAt(scope, at, accountMayDoorcode).length === 0);
}

/**
 * Returns only new requests, so none if the form was sent before. `waits`: it is sent once a connection can. Without `job`, a
 * sweep continues them after a crash.
 */
export async function keepRequests(
  trx: Db,
  scope: Scope,
  input: IssueInput,
  targets: readonly IssueTarget[],
  job?: { ids: ReadonlyMap<string, string> },
): Promise<{ id: string; waits: boolean }[]> {
  const wall = (text: string) => {
    const { date, time } = wallOfInput(text);
    return `${date} ${time}`;
  };
  const kept = await trx
    .insertInto('doorcode_request')
    .values(
      targets.map(({ place, lockIds, severalRooms, toAt }) => {
        // A chosen account is kept to, unless nothing works: then its page was older than that.
        const waits = lacksConnection(scope) || (!input.via && waitsAt(scope, place));
        return {
          id: job?.ids.get(pairOf(place)) ?? crypto.randomUUID(),
          workspace_id: scope.workspaceId,
          batch: input.batch,
          gid: place.gid,
          channel: place.channel,
          name: input.name,
          lock_ids: JSON.stringify(lockIds),
          from_wall: wall(input.from),
          to_wall: wall(input.to),
          to_at: toAt,
          state: 'asked' as const,
          code: waits && !job ? noConnection : null,
          sealed_picture: null,
          doorcode_id: null,
          known_before: JSON.stringify(null),
          session_id: scope.sessionId,
          actor: scope.actor,
          member_id: scope.member?.id ?? null,
          several_rooms: severalRooms,
          // Of those that there are when it is sent.
          connection_id: waits
            ? null
            : scopeFor(scope, place, { may: accountMayDoorcode, chosen: input.via }).connectionId,
          sent_at: null,
          read_at: null,
          next_try_at: job || waits ? null : new Date(databaseNow() + lostAfterMs),
        };
      }),
    )
    // Only for the form. A unique `retry_of` keeps a retry from being made twice.
    .onConflict((on) =>
      on.columns(['workspace_id', 'batch', 'gid', 'channel']).where('retry_of', 'is', null).doNothing(),
    )
    .returning(['id', 'code'])
    .execute();
  return kept.map(({ id, code }) => ({ id, waits: code === noConnection }));
}

/** Null if the batch is not this account's. */
export async function readBatch(scope: Scope, batch: string): Promise<IssuedRow[] | null> {
  const [requests, places] = await Promise.all([
    getDb()
      .selectFrom('doorcode_request')
      .selectAll()
      .where('workspace_id', '=', scope.workspaceId)
      .where('batch', '=', batch)
      // A retried request is left out: its retry has the outcome.
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('doorcode_request as again')
              .select('again.id')
              .whereRef('again.workspace_id', '=', 'doorcode_request.workspace_id')
              .whereRef('again.retry_of', '=', 'doorcode_request.id'),
          ),
        ),
      )
      .execute(),
    readPlaces(scope),
  ]);
  if (requests.length === 0 || !seesAllOf(scope, requests)) return null;
  const ids = requests.flatMap((request) => request.doorcode_id ?? []);
  const [codes, gone, steps, accounts] = await Promise.all([
    findDoorcodes(scope, ids),
    readGone(scope, ids),
    readStepsOf(scope, requests),
    readAccounts(scope, requests, { named: namesAccounts(scope) }),
  ]);
  // Older versions did not store this. One code at each door may then be for several rooms.
  const perRoom = requests.length === 1 || new Set(requests.map(({ gid }) => gid)).size < requests.length;
  const nameOf = (connectionId: string | null) => (connectionId && accounts?.get(connectionId)) ?? null;
  const codeOf = new Map(codes.map((code) => [code.id, code]));
  const order = new Map(places.map((place, index) => [pairOf(place), index]));
  return requests
    .map((request): IssuedRow => {
      const place = places[order.get(pairOf(request)) ?? -1];
      const doorcode = (request.doorcode_id && codeOf.get(request.doorcode_id)) || null;
      const step = steps.get(request.id);
      // Its job was cancelled before its turn.
      const state = request.state === 'asked' && step?.state === 'skipped' ? 'failed' : request.state;
      return {
        id: request.id,
        gid: request.gid,
        channel: request.channel,
        building: place?.buildingName ?? '',
        unit: place?.unitLabel ?? '',
        door: place?.doorHere ?? request.gid,
        givenDoor: place?.givenDoor ?? null,
        name: request.name,
        locks: locksOf(request.lock_ids, place?.locks ?? []),
        fromWall: request.from_wall,
        toWall: request.to_wall,
        zone: place?.zone.name ?? 'UTC',
        state,
        code: request.code,
        waits: state === 'asked' && (request.code === noConnection || step?.jobState === 'waiting'),
        readAt: request.read_at?.toISOString() ?? null,
        doorcode,
        goneAt: (request.doorcode_id && gone.get(request.doorcode_id)) || null,
        showsRoom: request.several_rooms === null ? perRoom : !request.several_rooms,
        retry: request.state === 'failed' ? { jobId: step?.jobId ?? null } : null,
        through: nameOf(request.connection_id ?? (state === 'asked' ? null : scope.connectionId)),
      };
    })
    .sort((one, other) => (order.get(pairOf(one)) ?? 0) - (order.get(pairOf(other)) ?? 0));
}

/** A form's codes are shown together or not at all, so that its counts and words are true. */
function seesAllOf(scope: Scope, requests: readonly ChannelRef[]): boolean {
  if (mayEverywhere(scope, 'people') || mayEverywhere(scope, 'doorcodes')) return true;
  return requests.every((request) => refuseDoorcode(scope, request, 'see') === null);
}

async function readGone(scope: Scope, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await getDb()
    .selectFrom('doorcode')
    .select(['id', 'gone_at'])
    .where('workspace_id', '=', scope.workspaceId)
    .where('id', 'in', ids)
    .where('gone_at', 'is not', null)
    .execute();
  return new Map(rows.flatMap(({ id, gone_at }) => (gone_at ? [[id, gone_at.toISOString()] as const] : [])));
}

async function readStepsOf(
  scope: Scope,
  requests: readonly { id: string; state: DoorcodeRequestState }[],
): Promise<Map<string, { jobId: string; jobState: JobState; state: StepState }>> {
  const ids = requests.flatMap(({ id, state }) => (state === 'failed' || state === 'asked' ? [id] : []));
  if (ids.length === 0) return new Map();
  const requestId = sql<string>`job_step.target ->> 'requestId'`;
  const rows = await getDb()
    .selectFrom('job_step')
    .innerJoin('job', 'job.id', 'job_step.job_id')
    .select(['job_step.job_id', 'job_step.state', 'job.state as jobState', requestId.as('request')])
    .where('job.workspace_id', '=', scope.workspaceId)
    .where('job.kind', '=', 'issue-doorcodes')
    .where(requestId, 'in', ids)
    .execute();
  return new Map(
    rows.map(({ job_id, state, jobState, request }) => [request, { jobId: job_id, jobState, state }]),
  );
}

/** Looks again for open requests, at most every two seconds however often a page asks, and returns the whole batch. */
export async function followBatch(scope: Scope, batch: string): Promise<IssuedRow[] | null> {
  if (!(await readBatch(scope, batch))) return null;
  const open = await getDb()
    .updateTable('doorcode_request')
    .set({ next_try_at: new Date(databaseNow() + lostAfterMs) })
    .where('workspace_id', '=', scope.workspaceId)
    .where('batch', '=', batch)
    .where('state', 'in', ['confirming', 'unknown'])
    .where((eb) => eb.or([eb('read_at', 'is', null), eb('read_at', '<', new Date(databaseNow() - 2_000))]))
    .returning('id')
    .execute();
  await Promise.all(open.slice(0, 20).map(({ id }) => lookForRequest(scope, id)));
  return readBatch(scope, batch);
}

const openShown = 5;

/** `waiting`: those of `count` that were not sent, because there is no connection. */
export type OpenRequests = { batch: string; name: string; count: number; waiting: number };

export async function openRequests(scope: Scope): Promise<OpenRequests[]> {
  const rows = await getDb()
    .selectFrom('doorcode_request')
    .select(({ fn }) => ['batch', 'name', fn.countAll<number>().as('count'), fn.max('asked_at').as('asked')])
    .select(sql<number>`(count(*) filter (where state = 'asked'))::int`.as('waiting'))
    .select(sql<ChannelRef[]>`json_agg(json_build_object('gid', gid, 'channel', channel))`.as('places'))
    .where('workspace_id', '=', scope.workspaceId)
    .where((where) =>
      where.or([
        where('state', 'in', ['sending', 'confirming', 'unknown']),
        where.and([where('state', '=', 'asked'), where('code', '=', noConnection)]),
      ]),
    )
    .where('to_at', '>', databaseDate())
    .groupBy(['batch', 'name'])
    .orderBy('asked', 'desc')
    .execute();
  const seen = rows.filter(({ places }) => seesAllOf(scope, places)).slice(0, openShown);
  return seen.map(({ batch, name, count, waiting }) => ({ batch, name, count, waiting }));
}
