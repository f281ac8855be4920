import { log } from '@/lib/log';
import { processSlot } from '@/lib/process-slot';
import { analyseWhenGrown } from '../sync/store/analyse-growth';
import { runExclusive } from '../sync/store/run-exclusive';
import { feedWorkspace } from './feed-workspace';
import { livingHolders } from './find-holders';

/** How often it is looked who is signed in, and who is not any more: a withdrawn consent is felt within this. */
const lookEveryMs = 1_000;
/** When another process feeds a workspace: how soon it is tried again, should that process have died. */
const againMs = 3_000;

type Feeding = { holder: string | null; stop: AbortController; done: Promise<void> };
type Feeder = {
  stop: AbortController;
  timer: NodeJS.Timeout;
  looking: Promise<void> | null;
  feeding: Map<string, Feeding>;
  /** Workspaces that another process fed when last tried, and when that was. */
  elsewhere: Map<string, number>;
};

// The sign-in page is bundled apart from instrumentation and wakes the same feeder. See lib/db/client.ts.
const shared = processSlot<Feeder>('archive.feeder');

/**
 * Keeps the archive of everybody who is signed in, or has consented to it, going in this process. Of several processes
 * one feeds a workspace, by a lock of its database connection, and another takes over when that is gone.
 */
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

/** Ends what is under way and waits for it: each portion is stored or not, so nothing is lost. */
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

/** Looks at once: a person has just signed in. Does nothing where no feeder runs. */
function wakeFeeder(): void {
  const feeder = shared.value;
  if (!feeder || feeder.stop.signal.aborted) return;
  feeder.looking ??= look(feeder)
    .catch((error: unknown) => log.warn({ err: error }, 'the archive feeder could not look; it tries again'))
    .finally(() => {
      feeder.looking = null;
    });
}

async function look(feeder: Feeder): Promise<void> {
  const living = await livingHolders();
  analyseWhenGrown();
  for (const [workspaceId, { holder, stop }] of feeder.feeding) {
    // Signed out, or consent withdrawn: its password is not used for another call. The next look finds another holder.
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
      // A database that is away, most likely: the workspace is taken up again when it is back.
      feeder.elsewhere.set(workspaceId, performance.now());
      log.warn({ err: error }, 'feeding the archive was interrupted');
    })
    .finally(() => feeder.feeding.delete(workspaceId));
  return feeding;
}
