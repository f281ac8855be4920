import { log } from '@/lib/log';
import { processSlot } from '@/lib/process-slot';
import { analyseWhenGrown } from '../sync/store/analyse-growth';
import { runExclusive } from '../sync/store/run-exclusive';
import { feedWorkspace } from './feed-workspace';
import { livingHolders } from './find-holders';

/** Interval of looks at who is signed in. A removed connection takes effect within this time. */
const lookEveryMs = 1_000;
const againMs = 3_000;

type Feeding = { holder: string | null; stop: AbortController; done: Promise<void> };
type Feeder = {
  stop: AbortController;
  timer: NodeJS.Timeout;
  looking: Promise<void> | null;
  feeding: Map<string, Feeding>;
  elsewhere: Map<string, number>;
};

// Next bundles the sign-in page separately. It must wake the same feeder. See `lib/db/client.ts`.
const shared = processSlot<Feeder>('archive.feeder');

/** Keeps the archive current for all sessions and connections. By a lock, one process feeds a workspace at a time. */
export function startFeeder(): void {
  if (shared.value) return;
  const feeder: Feeder = {
    stop: new AbortController(),
    timer: setInterval(wakeFeeder, lookEveryMs),
    looking: null,
    feeding: new Map(),
    elsewhere: new Map(),
  };
  feeder.timer.unref();
  shared.value = feeder;
  wakeFeeder();
}

export async function stopFeeder(): Promise<void> {
  const feeder = shared.value;
  shared.value = undefined;
  if (!feeder) return;
  clearInterval(feeder.timer);
  feeder.stop.abort();
  await feeder.looking;
  for (const { stop } of feeder.feeding.values()) stop.abort();
  await Promise.all([...feeder.feeding.values()].map(({ done }) => done));
}

function wakeFeeder(): void {
  const feeder = shared.value;
  if (!feeder || feeder.stop.signal.aborted) return;
  feeder.looking ??= look(feeder)
    .catch((error: unknown) =>
      log.warn({ err: error }, 'the archive feeder could not check who is signed in; it tries again'),
    )
    .finally(() => {
      feeder.looking = null;
    });
}

async function look(feeder: Feeder): Promise<void> {
  const living = await livingHolders();
  analyseWhenGrown();
  for (const [workspaceId, { holder, stop }] of feeder.feeding) {
    // Signed out, or the connection was removed: this password is not used again. The next look finds another holder.
    if (holder !== null && !living.get(workspaceId)?.includes(holder)) stop.abort();
  }
  for (const workspaceId of living.keys()) {
    const tried = feeder.elsewhere.get(workspaceId) ?? Number.NEGATIVE_INFINITY;
    if (feeder.feeding.has(workspaceId) || performance.now() - tried < againMs) continue;
    feeder.feeding.set(workspaceId, feed(feeder, workspaceId));
  }
}

function feed(feeder: Feeder, workspaceId: string): Feeding {
  const stop = new AbortController();
  const feeding: Feeding = { holder: null, stop, done: Promise.resolve() };
  feeding.done = runExclusive(`feed:${workspaceId}`, async () => {
    const keep = (holder: string) => {
      feeding.holder = holder;
    };
    await feedWorkspace(workspaceId, { signal: stop.signal, keep });
    return true;
  })
    .then((mine) => {
      if (mine === null) feeder.elsewhere.set(workspaceId, performance.now());
      else feeder.elsewhere.delete(workspaceId);
    })
    .catch((error: unknown) => {
      feeder.elsewhere.set(workspaceId, performance.now());
      log.warn({ err: error }, 'feeding the archive was interrupted');
    })
    .finally(() => feeder.feeding.delete(workspaceId));
  return feeding;
}
