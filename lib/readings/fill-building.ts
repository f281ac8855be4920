import { setTimeout as pause } from 'node:timers/promises';
import { type Scope, scopeOfSession } from '@/lib/auth/scope';
import { watchAccess } from '@/lib/auth/watch-access';
import { type ErrorCode, errorCodeOf, isPasswordRefused } from '@/lib/errors';
import { failureIn, type StaleFact, staleFacts } from './find-stale';
import { takeLease } from './lease';
import { isDisconnected, readFact } from './read-fact';
import { createReadingWriter } from './writer';

/** In rooms. `kept` grows whenever there is something new to show. */
export type FillProgress = { done: number; total: number; kept: number };
/** `stalled`: the cloud stopped answering. `complete` with `errorCode`: all was asked, but some could not be read. */
export type FillEnd = { state: 'complete' | 'stalled' | 'aborted'; errorCode?: ErrorCode };
export type FillOptions = {
  signal: AbortSignal;
  onProgress: (progress: FillProgress) => void;
  retry?: boolean;
};

/** Calls given to the limiter at once: more than any of its limits, but far fewer than the rooms of a large building. */
const ahead = 64;
const watchMs = 1000;
const renewMs = 4000;
const mostTries = 3;
const failuresThatStall = 24;

/** Reads a building's missing and old facts while a person looks. One process reads, the others watch and take over. */
export async function fillBuilding(
  scope: Scope,
  buildingName: string,
  options: FillOptions,
): Promise<FillEnd> {
  const ended = new AbortController();
  const unwatch = watchAccess(scope, () => ended.abort());
  try {
    const signal = AbortSignal.any([options.signal, ended.signal]);
    return await fillWhileWanted(scope, buildingName, { ...options, signal });
  } finally {
    unwatch();
  }
}

async function fillWhileWanted(first: Scope, buildingName: string, options: FillOptions): Promise<FillEnd> {
  let scope = first;
  let kept = 0;
  let total = 0;
  let retry = options.retry;
  while (!options.signal.aborted) {
    // The lease first. A holder that is just finishing then cannot change what is stale.
    const lease = await takeLease(scope.workspaceId, buildingName);
    try {
      const stale = await staleFacts(scope, buildingName, retry);
      const left = roomCount(stale);
      total = Math.max(total, left);
      options.onProgress({ done: total - left, total, kept });
      if (stale.length === 0) return completed(scope, buildingName);
      // Nothing was asked, so what is known stays as it is.
      if (scope.callers.length === 0) return { state: 'stalled', errorCode: 'no-connection' };
      if (lease) {
        const end = await readAll(scope, stale, lease.renew, { ...options, base: { total, kept } });
        if (end === 'complete') return completed(scope, buildingName);
        const other = isCut(end) ? await withOtherCallers(scope) : null;
        if (end !== 'superseded' && !other) return end;
        scope = other ?? scope;
      }
    } finally {
      await lease?.release();
    }
    retry = false;
    kept++;
    await pause(watchMs, undefined, { signal: options.signal }).catch(() => {});
  }
  return { state: 'aborted' };
}

function isCut(end: FillEnd | 'superseded'): boolean {
  return end !== 'superseded' && end.state === 'stalled' && end.errorCode === 'cloud-disconnected';
}

/** What can be read now that a connection was paused or removed. Null if nothing more. */
async function withOtherCallers(scope: Scope): Promise<Scope | null> {
  const now = scope.viewsAs ? null : await scopeOfSession(scope.sessionId);
  if (now?.workspaceId !== scope.workspaceId) return null;
  const idsOf = ({ callers }: Scope) => callers.map(({ connectionId }) => connectionId).join();
  return idsOf(now) === idsOf(scope) ? null : now;
}

type ReadOptions = FillOptions & { base: { total: number; kept: number } };

async function readAll(
  scope: Scope,
  facts: StaleFact[],
  renew: () => Promise<boolean>,
  { signal, onProgress, base }: ReadOptions,
): Promise<FillEnd | 'complete' | 'superseded'> {
  const stop = new AbortController();
  const both = AbortSignal.any([signal, stop.signal]);
  const open = openFactsByRoom(facts);
  let { kept } = base;
  const report = () => onProgress({ done: base.total - open.size, total: base.total, kept });
  const writer = createReadingWriter(scope.workspaceId, () => {
    kept++;
    report();
  });
  const queue = facts.map((fact) => ({ ...fact, tries: 0 }));
  const health = { failures: 0, code: undefined as ErrorCode | undefined, superseded: false };
  const fail = (error: unknown) => {
    if (both.aborted) return;
    health.code = errorCodeOf(error);
    stop.abort();
  };
  const renewing = setInterval(() => {
    renew().then((held) => {
      health.superseded = !held;
      if (!held) stop.abort();
    }, fail);
  }, renewMs);

  const worker = async () => {
    for (let task = queue.shift(); task && !both.aborted; task = queue.shift()) {
      const outcome = await readFact(scope, task, { priority: 'filling', signal: both }, writer);
      if (writer.problem()) fail(writer.problem());
      if (outcome.state !== 'failed') health.failures = 0;
      else {
        health.code = outcome.errorCode;
        health.failures++;
        // Every further call would be refused too, or not be sent.
        const isOver = isPasswordRefused(outcome.errorCode) || isDisconnected(outcome);
        if (isOver || health.failures >= failuresThatStall) stop.abort();
        if (outcome.retryable && ++task.tries < mostTries) {
          queue.push(task);
          continue;
        }
      }
      close(open, task);
    }
  };
  await Promise.all(Array.from({ length: Math.min(ahead, queue.length) }, () => worker().catch(fail)));
  clearInterval(renewing);
  await writer.close().catch(fail);
  report();
  if (signal.aborted) return { state: 'aborted' };
  return stop.signal.aborted ? { state: 'stalled', errorCode: health.code ?? 'unexpected' } : 'complete';
}

async function completed(scope: Scope, buildingName: string): Promise<FillEnd> {
  const errorCode = await failureIn(scope, buildingName);
  return errorCode ? { state: 'complete', errorCode } : { state: 'complete' };
}

function roomCount(facts: StaleFact[]): number {
  return new Set(facts.map((fact) => fact.roomKey)).size;
}

function openFactsByRoom(facts: StaleFact[]): Map<string, number> {
  const open = new Map<string, number>();
  for (const { roomKey } of facts) open.set(roomKey, (open.get(roomKey) ?? 0) + 1);
  return open;
}

function close(open: Map<string, number>, { roomKey }: StaleFact): void {
  const left = (open.get(roomKey) ?? 1) - 1;
  if (left > 0) open.set(roomKey, left);
  else open.delete(roomKey);
}
