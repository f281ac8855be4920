import type pg from 'pg';

const clients = 3;
const rounds = 3;
const waitMs = 5_000;

/**
 * A pooler in transaction mode gives each transaction any free connection, so locks and LISTEN stay behind on a connection
 * that others use. So each connection must keep a server process of its own: first while idle, then while others hold
 * transactions, in another order each round.
 */
export async function areSessions(open: () => Promise<pg.ClientBase>): Promise<boolean> {
  const own = new Map<pg.ClientBase, number>();
  const all: pg.ClientBase[] = [];
  for (let made = 0; made < clients; made++) all.push(await open());
  for (const client of all) own.set(client, await processOf(client));
  if (new Set(own.values()).size < clients) return false;
  for (let round = 0; round < rounds; round++) {
    const order = all.map((_, index) => all[(index + round + 1) % clients] as pg.ClientBase);
    try {
      for (const client of order) {
        const inTime = await Promise.race([client.query('begin').then(() => true), late()]);
        if (!inTime || (await processOf(client)) !== own.get(client)) return false;
      }
    } finally {
      for (const client of order) client.query('rollback').catch(() => {});
    }
  }
  return true;
}

async function processOf(client: pg.ClientBase): Promise<number> {
  const asked = client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const answer = await Promise.race([asked, late()]);
  return answer ? (answer.rows[0]?.pid ?? 0) : 0;
}

function late(): Promise<null> {
  return new Promise((resolve) => setTimeout(resolve, waitMs, null).unref());
}
