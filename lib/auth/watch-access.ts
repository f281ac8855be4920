import { watch } from '@/lib/db/listen';
import { coversGrants } from './grants';
import { personOfWork } from './read-person';
import type { Scope } from './scope';
import { findSessionById, sessionEndedChannel } from './session';

/** The end is noticed within a second, also where no notification comes: of an expiry, or from a database that is not heard. */
const lookMs = 900;

type Watch = { listeners: Set<() => void>; stop: () => void };

/** One look serves all answers of a person that began with the same rights: a browser may have many open. */
const watches = new Map<string, Watch>();

/**
 * Calls `onEnd` when the scope's person may no longer have what an answer that is under way still sends: their session ended,
 * they left the workspace, or they may do less than when it began. To look as a member or into another workspace meanwhile
 * changes nothing. Returns a function that stops watching.
 */
export function watchAccess(scope: Scope, onEnd: () => void): () => void {
  const { sessionId, workspaceId, member, grants } = scope;
  const key = JSON.stringify([sessionId, workspaceId, member?.id, grants]);
  const running = watches.get(key) ?? beginWatch(key, scope);
  const listener = () => onEnd();
  running.listeners.add(listener);
  return () => {
    running.listeners.delete(listener);
    if (running.listeners.size === 0) running.stop();
  };
}

function beginWatch(key: string, scope: Scope): Watch {
  const listeners = new Set<() => void>();
  let isOver = false;
  let isLooking = false;
  const stop = () => {
    if (isOver) return;
    isOver = true;
    watches.delete(key);
    clearInterval(timer);
    unwatch();
  };
  const look = async () => {
    isLooking = true;
    // A look that fails says nothing of the person. The next one does.
    const has = await hasAccess(scope).catch(() => true);
    isLooking = false;
    if (has || isOver) return;
    stop();
    for (const onEnd of listeners) onEnd();
  };
  const timer = setInterval(() => isLooking || void look(), lookMs);
  timer.unref();
  const unwatch = watch({ channel: sessionEndedChannel, payload: scope.sessionId }, () => void look());
  const begun = { listeners, stop };
  watches.set(key, begun);
  return begun;
}

async function hasAccess({ sessionId, workspaceId, member, grants }: Scope): Promise<boolean> {
  if (!(await findSessionById(sessionId))) return false;
  const now = await personOfWork(workspaceId, member?.id ?? null);
  return grants ? coversGrants(now.grants, grants) : now.grants === null;
}
