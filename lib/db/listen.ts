import { log } from '@/lib/log';
import { processSlot } from '@/lib/process-slot';
import { statementMs } from './client';
import { LimitedClient } from './limited-client';

export type Topic = { channel: string; payload: string };

type Watchers = Map<string, Map<string, Set<() => void>>>;
type Ear = {
  watchers: Watchers;
  client: LimitedClient | null;
  open: Set<string>;
  turn: Promise<void>;
  retry: NodeJS.Timeout | null;
  check: NodeJS.Timeout | null;
  failures: number;
};

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

/** Calls `onChange` after a notification about `topic`, and when listening (re)starts, because earlier ones are lost. */
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

export function isHeard(channel: string): boolean {
  return ear().open.has(channel);
}

const firstRetryMs = 500;
const slowestRetryMs = 5_000;
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
    const check = () => client.query('select 1').catch(again);
    state.check = setInterval(check, checkEveryMs);
    state.check.unref();
    for (const channel of state.watchers.keys()) await open(client, channel);
  } catch (error) {
    if (state.client !== client) return;
    if (state.failures === 0)
      log.warn({ err: error }, 'cannot listen to the database; pages check for changes themselves');
    again();
  }
}

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
