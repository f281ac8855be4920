import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { databaseNow } from '@/lib/db/clock';
import { getEnv } from '@/lib/env';
import { errorCodeOf, isConnectionMissing, isPasswordRefused } from '@/lib/errors';
import { log } from '@/lib/log';
import { allReadings } from './all-readings';
import { type Task, tasksAt } from './facts';
import { beginRound, endRound } from './keep-round';
import { readFact } from './read-fact';
import { createReadingWriter } from './writer';

/** Interval of looks at whether a round is due, and whether people use Doordesk. */
const lookMs = 2_000;
/** After so many failures one after the other, the cloud counts as silent, and the round is left. */
const failuresThatEnd = 24;
/** Until a round that was left goes on. What ended it is rarely over at once: a silent cloud, a full disk, a password. */
const restMs = 60_000;
/** A refusal changes only with the account's rights, so it is asked again this rarely. */
const refusedForMs = 6 * 3_600_000;
/** A person uses Doordesk if they asked for something in this time. */
const usedMs = 60_000;

type Rounds = {
  /** The account to read with now. Null while there is none. */
  scope: () => Scope | null;
  everyMs: number;
  signal: AbortSignal;
};

/**
 * Reads masters, shares and doorcodes of all rooms again, round after round, the oldest first. The database says what a
 * round has read, so another process goes on where this one ended. What was never read, such as the doorcodes of a new
 * connection, does not wait for the next round.
 */
export async function readRounds({ scope, everyMs, signal }: Rounds): Promise<void> {
  /** The last scope of which all was asked for at least once. */
  let asked: Scope | null = null;
  while (!signal.aborted) {
    const now = scope();
    let left = false;
    try {
      const round = now && !now.inDoubt ? await beginRound(now.workspaceId, everyMs) : null;
      if (now && !now.inDoubt && (round || !hasSameTasks(now, asked))) {
        const queue = await factsToRead(now, round?.startedAt ?? null);
        left = !(await readQueue({ scope, workspaceId: now.workspaceId, signal }, queue));
        if (!left) asked = now;
        if (!left && round) await endRound(now.workspaceId, round.startedAt);
      }
    } catch (error) {
      left = true;
      if (!signal.aborted) log.warn({ err: error }, 'a round of readings was interrupted; it goes on later');
    }
    await pause(left ? restMs : lookMs, undefined, { signal }).catch(() => {});
  }
}

/** Scopes with the same lists and connections ask for the same facts. Unchanged lists are the same object. */
function hasSameTasks(one: Scope, other: Scope | null): boolean {
  const idsOf = ({ callers }: Scope) => callers.map(({ connectionId }) => connectionId).join();
  return one.channels === other?.channels && idsOf(one) === idsOf(other);
}

/** False if it was left in the middle. */
async function readQueue(
  { scope, workspaceId, signal }: Omit<Rounds, 'everyMs'> & { workspaceId: string },
  queue: Task[],
): Promise<boolean> {
  if (queue.length === 0) return true;
  const stop = new AbortController();
  const both = AbortSignal.any([signal, stop.signal]);
  const empty = new AbortController();
  const writer = createReadingWriter(workspaceId, () => {});
  const state = { failures: 0, allowed: await callsAtOnce(workspaceId) };
  const watch = setInterval(() => {
    if (writer.problem()) stop.abort();
    callsAtOnce(workspaceId).then(
      (allowed) => {
        state.allowed = allowed;
      },
      () => {},
    );
  }, lookMs);

  const worker = async (place: number) => {
    while (queue.length > 0 && !both.aborted) {
      // While people use Doordesk, the workers above the allowed number rest.
      if (place >= state.allowed) {
        await pause(lookMs, undefined, { signal: AbortSignal.any([both, empty.signal]) }).catch(() => {});
        continue;
      }
      const task = queue.shift();
      const now = scope();
      if (!now || now.inDoubt || now.workspaceId !== workspaceId) return stop.abort();
      if (!task) return;
      const outcome = await readFact(now, task, { priority: 'background', signal: both }, writer).catch(
        passOver,
      );
      if (outcome?.state !== 'failed') {
        state.failures = 0;
        continue;
      }
      state.failures += 1;
      if (isPasswordRefused(outcome.errorCode) || state.failures >= failuresThatEnd) stop.abort();
    }
    empty.abort();
  };
  try {
    const places = Array.from({ length: getEnv().DOORDEER_MAX_CONCURRENCY }, (_, place) => place);
    await Promise.all(places.map(worker));
    await writer.close();
    return !both.aborted;
  } catch (error) {
    if (!both.aborted) throw error;
    return false;
  } finally {
    clearInterval(watch);
    stop.abort();
    await writer.close().catch(() => {});
  }
}

/** The connection was paused after the queue was made. */
function passOver(error: unknown): null {
  if (!isConnectionMissing(errorCodeOf(error))) throw error;
  return null;
}

/** At most a quarter of the calls at once while people use Doordesk. */
async function callsAtOnce(workspaceId: string): Promise<number> {
  const most = getEnv().DOORDEER_MAX_CONCURRENCY;
  const used = await getDb()
    .selectFrom('session')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('last_used_at', '>', new Date(databaseNow() - usedMs))
    .limit(1)
    .executeTakeFirst();
  return used ? Math.max(1, Math.floor(most / 4)) : most;
}

/** What the round that began at `startedAt` has not read yet, the oldest first. Null: only what was never asked for. */
async function factsToRead(scope: Scope, startedAt: Date | null): Promise<Task[]> {
  const wanted = scope.channels.flatMap((at) => tasksAt(scope, at));
  const { rows } = await sql<Task>`
    select w.gid, w.channel, w.fact, w."connectionId"
    from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb)
      as w(gid text, channel bigint, fact text, "connectionId" uuid)
    left join ${allReadings(scope.workspaceId)} r on r.gid = w.gid and r.channel = w.channel and r.fact = w.fact
      and r.connection_id is not distinct from w."connectionId"
    where r.tried_at is null or r.tried_at < case r.state
      when 'refused' then ${startedAt}::timestamptz - make_interval(secs => ${refusedForMs / 1_000})
      else ${startedAt}::timestamptz end
    order by r.tried_at nulls first, w.gid, w.channel`.execute(getDb());
  return rows;
}
