import { log } from '@/lib/log';
import { processSlot } from '@/lib/process-slot';
import { statementMs } from './client';
import { LimitedClient } from './limited-client';

/** What is listened for: a channel of PostgreSQL's NOTIFY, and the payload that tells what it is about. */
export type Topic = { channel: string; payload: string };

type Watchers = Map<string, Map<string, Set<() => void>>>;
type Ear = {
  watchers: Watchers;
  client: LimitedClient | null;
  /** Channels for which LISTEN has taken effect on `client`. */
  open: Set<string>;
  /** One LISTEN after the other. */
  turn: Promise<void>;
  retry: NodeJS.Timeout | null;
  /** While connected: asks now and then whether the server is still there. */
  check: NodeJS.Timeout | null;
  failures: number;
};

// Next bundles handlers and instrumentation apart; they share one connection for listening all the same.
const shared = processSlot<Ear>('ear');

function ear(): Ear {
  shared.value ??= {
    watchers: new Map(),
    client: null,
    open: new Set(),
    turn: Promise.resolve(),
    retry: null,
    check: null,
    failures: 0,
  };
  return shared.value;
}

/**
 * Calls `onChange` whenever somebody said something about `topic`, whichever process did. Returns how to stop. It is
 * also called when listening begins, or begins again: what was said while nobody listened is lost. One connection a
 * process for everything that is listened for, opened for the first watcher and closed after the last; not one of the
 * pool's, which an idle listener would hold for hours.
 */
export function watch({ channel, payload }: Topic, onChange: () => void): () => void {
  const state = ear();
  const ofChannel = state.watchers.get(channel) ?? new Map<string, Set<() => void>>();
  const own = ofChannel.get(payload) ?? new Set<() => void>();
  state.watchers.set(channel, ofChannel.set(payload, own.add(onChange)));
  if (!state.client && !state.retry) void connect();
  else if (state.client && !state.open.has(channel)) void open(state.client, channel);
  return () => {
    own.delete(onChange);
    if (own.size === 0 && ofChannel.get(payload) === own) ofChannel.delete(payload);
    if (ofChannel.size === 0 && state.watchers.get(channel) === ofChannel) state.watchers.delete(channel);
    if (state.watchers.size === 0) void hangUp();
  };
}

/** Is what is said on this channel being heard? Else whoever waits for it has to look by himself. */
export function isHeard(channel: string): boolean {
  return ear().open.has(channel);
}

const firstRetryMs = 500;
const slowestRetryMs = 5_000;
/** A silent connection may have nothing to say, or be cut at its other end. */
const checkEveryMs = 10_000;

async function connect(): Promise<void> {
  const state = ear();
  state.retry = null;
  if (state.watchers.size === 0) return;
  const Client = LimitedClient.within(statementMs);
  const client = new Client({
    connectionString: process.env.DATABASE_URL,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
  });
  state.client = client;
  const again = () => lose(client);
  client.on('error', again);
  client.on('end', again);
  client.on('notification', ({ channel, payload }) => {
    for (const onChange of state.watchers.get(channel)?.get(payload ?? '') ?? []) onChange();
  });
  try {
    await client.connect();
    if (state.client !== client) return;
    state.failures = 0;
    // Without an answer in time it breaks.
    const check = () => client.query('select 1').catch(again);
    state.check = setInterval(check, checkEveryMs);
    state.check.unref();
    for (const channel of state.watchers.keys()) await open(client, channel);
  } catch (error) {
    // The last watcher left while it was still being made.
    if (state.client !== client) return;
    if (state.failures === 0)
      log.warn({ err: error }, 'cannot listen to the database; pages look by themselves');
    again();
  }
}

/** The connection is gone: another is tried, less and less often. */
function lose(client: LimitedClient): void {
  const state = ear();
  if (state.client !== client) return;
  letGo(state);
  client.end().catch(() => {});
  state.retry = setTimeout(
    () => void connect(),
    Math.min(slowestRetryMs, firstRetryMs * 2 ** state.failures),
  );
  state.retry.unref();
  state.failures += 1;
}

function open(client: LimitedClient, channel: string): Promise<void> {
  const state = ear();
  state.turn = state.turn.then(() => listen(client, channel));
  return state.turn;
}

async function listen(client: LimitedClient, channel: string): Promise<void> {
  const state = ear();
  if (state.client !== client || state.open.has(channel)) return;
  try {
    await client.query(`listen ${client.escapeIdentifier(channel)}`);
  } catch {
    return lose(client);
  }
  if (state.client !== client) return;
  state.open.add(channel);
  for (const set of state.watchers.get(channel)?.values() ?? []) for (const onChange of set) onChange();
}

function letGo(state: Ear): void {
  state.client = null;
  state.open.clear();
  if (state.check) clearInterval(state.check);
  state.check = null;
}

async function hangUp(): Promise<void> {
  const state = ear();
  const { client } = state;
  letGo(state);
  state.failures = 0;
  if (state.retry) clearTimeout(state.retry);
  state.retry = null;
  await client?.end().catch(() => {});
}
