import type pg from 'pg';
import { statementMs } from '@/lib/db/client';
import { LimitedClient } from '@/lib/db/limited-client';
import { processSlot } from '@/lib/process-slot';

const lockClass = 7_302;

type Keeper = { client: Promise<pg.Client> | null; held: Set<string>; asked: Promise<unknown> };

// One connection for all locks of a process. One of the pool for each would leave none for the readers that hold them.
const shared = processSlot<Keeper>('archive.locks');

function keeper(): Keeper {
  shared.value ??= { client: null, held: new Set(), asked: Promise.resolve() };
  return shared.value;
}

/**
 * Runs `work` unless another process runs work of this name; then returns null. It locks the connection and takes no
 * lease: after `kill -9` the server frees it at once. It only saves calls. Transactions protect what is written.
 */
export async function runExclusive<T>(name: string, work: () => Promise<T>): Promise<T | null> {
  const { held } = keeper();
  if (held.has(name)) return null;
  held.add(name);
  try {
    const client = await connection();
    if (!(await ask(client, 'pg_try_advisory_lock', name))) return null;
    try {
      return await work();
    } finally {
      await ask(client, 'pg_advisory_unlock', name).catch(() => {});
    }
  } finally {
    held.delete(name);
    if (held.size === 0) await hangUp();
  }
}

/** One query at a time: the driver warns that it will stop queueing queries. */
function ask(
  client: pg.Client,
  call: 'pg_try_advisory_lock' | 'pg_advisory_unlock',
  name: string,
): Promise<boolean> {
  const state = keeper();
  const answer = state.asked.then(async () => {
    const { rows } = await client.query<{ yes: boolean }>(`select ${call}($1, hashtext($2)) as yes`, [
      lockClass,
      name,
    ]);
    return rows[0]?.yes === true;
  });
  state.asked = answer.catch(() => {});
  return answer;
}

function connection(): Promise<pg.Client> {
  const state = keeper();
  state.client ??= (async () => {
    const Client = LimitedClient.within(statementMs);
    const client = new Client({
      connectionString: process.env.DATABASE_URL,
      keepAlive: true,
      connectionTimeoutMillis: statementMs,
    });
    client.on('error', () => {
      state.client = null;
    });
    await client.connect();
    return client;
  })();
  state.client.catch(() => {
    state.client = null;
  });
  return state.client;
}

async function hangUp(): Promise<void> {
  const state = keeper();
  const { client } = state;
  state.client = null;
  await (await client?.catch(() => null))?.end().catch(() => {});
}
