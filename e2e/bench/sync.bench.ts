import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { timeText } from '@/lib/simulator/world/door-time';
import type { Door } from '@/lib/simulator/world/model';
import { addPlainBuilding } from '@/lib/simulator/world/seed';
import { type Desk, startDesk } from '@/lib/testing/desk';
import { visit } from '../visitor';
import { type Bench, median, ms } from './bench';
import { fillDoor } from './fill-door';

const doors = 4;
const eventsPerDoor = 50_000;
const rounds = 3;
const longest = 300_000;

/**
 * The whole path of a first sign-in: cloud over HTTP, decryption, alignment, storage. The simulated cloud runs in
 * this process, which makes the figure worse, not better.
 */
export const syncBench: Bench = {
  name: 'sync',
  about: `${doors} doors of ${eventsPerDoor} events, in pages of 500, from sign-in until all are archived ÷ COPY of the same rows into the same table and indexes`,
  async *run({ server }) {
    const desk = await startDesk({ server, simulator: { size: 'small', settings: { pageSize: 500 } } });
    const database = new pg.Client({ connectionString: desk.settings.DATABASE_URL });
    try {
      await database.connect();
      const { cloud } = desk.simulator;
      const rooms = addPlainBuilding(cloud.world, {
        name: 'Long House',
        rooms: 40,
        doors,
        timezone: 8,
        visitsPerDay: 0,
        days: 0,
      });
      for (const door of new Set(rooms.map((room) => room.door))) fillDoor(door, eventsPerDoor);
      const manager = cloud.world.findAccount(desk.simulator.accounts.manager.account);
      if (!manager) throw new Error('the cloud has lost its manager');
      const mine = new Set(cloud.world.roomsOf(manager).map((room) => room.door));
      const all = [...mine].filter((door) => door.events.list(null).length > 0);
      const count = all.reduce((sum, door) => sum + door.events.list(null).length, 0);

      const begun = performance.now();
      await visit(desk, desk.simulator.accounts.manager);
      const took = await untilWhole(database, { count, begun });
      const copies = await copying(desk, database);
      yield {
        what: 'events archived a second, cloud to table ÷ COPY',
        value: median(copies) / took,
        hold: { atLeast: 0.5 },
        unit: 'ratio',
        made: `${count} events: ${ms(median(copies))} ÷ ${ms(took)}`,
      };
      yield {
        what: 'events missing, and events that are there twice',
        value: await differences(database, all),
        hold: { atMost: 0 },
        unit: 'ratio',
        made: `compared with the cloud as multisets`,
      };
    } finally {
      await database.end();
      await desk.stop();
    }
  },
};

async function untilWhole(database: pg.Client, { count, begun }: { count: number; begun: number }) {
  for (;;) {
    const { rows } = await database.query<{ stored: number; whole: boolean }>(
      'select sum(size)::int as stored, bool_and(reaches_first) as whole from event_stretch',
    );
    const took = performance.now() - begun;
    if (rows[0]?.whole && (rows[0].stored ?? 0) >= count) return took;
    if (took > longest) throw new Error(`${rows[0]?.stored} of ${count} events after ${ms(took)}`);
    await sleep(50);
  }
}

async function copying(desk: Desk, database: pg.Client): Promise<number[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'doordesk-copy-'));
  const file = path.join(folder, 'events');
  const url = desk.settings.DATABASE_URL ?? '';
  try {
    await psql(url, `\\copy event to '${file}'`);
    await database.query('create table copied (like event including all)');
    const took: number[] = [];
    for (let round = 0; round < rounds; round++) {
      await database.query('truncate copied');
      const begun = performance.now();
      await psql(url, `\\copy copied from '${file}'`);
      took.push(performance.now() - begun);
    }
    return took;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function psql(url: string, command: string): Promise<void> {
  const running = spawn('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', url, '-c', command], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(running, 'exit');
  if (code !== 0) throw new Error('psql, which this is measured against, could not copy (is it installed?)');
}

async function differences(database: pg.Client, all: readonly Door[]): Promise<number> {
  const counts = new Map<string, number>();
  const add = (told: unknown[], by: number) => {
    const key = JSON.stringify(told);
    counts.set(key, (counts.get(key) ?? 0) + by);
  };
  for (const door of all) {
    for (const { type, at, account, codeName } of door.events.list(null)) {
      add([door.gid, type, timeText(at, door.timezone), account || null, codeName || null], 1);
    }
  }
  const { rows } = await database.query({
    text: `select event.gid, event.type::int, event.time_text, event_who.account, event_who.code_name, count(*)::int
      from event left join event_who on event_who.workspace_id = event.workspace_id and event_who.id = event.who_id
      group by 1, 2, 3, 4, 5`,
    rowMode: 'array',
  });
  for (const row of rows) add(row.slice(0, -1), -Number(row.at(-1)));
  return [...counts.values()].reduce((sum, by) => sum + Math.abs(by), 0);
}
