import pg from 'pg';
import { log } from '@/lib/log';

/** Channel of PostgreSQL's NOTIFY; the payload is the job's id. */
export const jobChannel = 'doordesk_job';

type Watchers = Map<string, Set<() => void>>;
type Ear = { watchers: Watchers; client: pg.Client | null; retry: NodeJS.Timeout | null };

// Next bundles handlers and instrumentation apart; they share one connection for listening all the same.
const slot = Symbol.for('doordesk.jobs.ear');
const shared = globalThis as { [slot]?: Ear };

function ear(): Ear {
  shared[slot] ??= { watchers: new Map(), client: null, retry: null };
  return shared[slot];
}

/**
 * Calls `onChange` whenever a step or the state of the job may have changed, whichever process did it. Returns how to
 * stop. One connection a process, opened for the first watcher and closed after the last; not one of the pool's, which
 * an idle listener would hold for hours.
 */
export function watchJob(jobId: string, onChange: () => void): () => void {
  const { watchers } = ear();
  const own = watchers.get(jobId) ?? new Set();
  watchers.set(jobId, own.add(onChange));
  if (!ear().client && !ear().retry) void connect();
  return () => {
    own.delete(onChange);
    if (own.size === 0) watchers.delete(jobId);
    if (watchers.size === 0) void hangUp();
  };
}

async function connect(): Promise<void> {
  const state = ear();
  state.retry = null;
  if (state.watchers.size === 0) return;
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL, keepAlive: true });
  state.client = client;
  const again = () => {
    if (state.client !== client) return;
    state.client = null;
    client.removeAllListeners('end');
    client.end().catch(() => {});
    state.retry = setTimeout(() => void connect(), 1_000);
    state.retry.unref();
  };
  client.on('error', again);
  client.on('end', again);
  client.on('notification', ({ payload }) => {
    for (const onChange of state.watchers.get(payload ?? '') ?? []) onChange();
  });
  try {
    await client.connect();
    await client.query(`listen ${jobChannel}`);
    // What was said while nobody listened is lost, so everybody looks once.
    for (const set of state.watchers.values()) for (const onChange of set) onChange();
  } catch (error) {
    log.warn({ err: error }, 'cannot listen for job progress; pages poll instead');
    again();
  }
}

async function hangUp(): Promise<void> {
  const state = ear();
  const { client } = state;
  state.client = null;
  if (state.retry) clearTimeout(state.retry);
  state.retry = null;
  await client?.end().catch(() => {});
}
