import pg from 'pg';
import { listEvents } from '@/lib/archive/events/data';
import { eventsQuery } from '@/lib/archive/search/schema';
import { type Scope, standingScope } from '@/lib/auth/scope';
import { closeDb } from '@/lib/db/client';
import { startDesk } from '@/lib/testing/desk';
import { seedArchive } from '@/lib/testing/seed-archive';
import { findSeedDoors } from '@/lib/testing/seed-doors';
import { visit } from '../visitor';
import { type Bench, type Figure, median, ms, percentile, untilArchived } from './bench';
import { filtersOf, type Params, substrings } from './search-filters';

const few = 100_000;
const many = 1_000_000;
const most = 10_000_000;
const rounds = 12;
const pageRows = 200;

/** Reads the first rows as the page does, with the count if the page waits for it. */
export const searchBench: Bench = {
  name: 'search',
  grows: true,
  about: `first pages of ${pageRows} events of one account with ${many / 1e6} M, over many filters, in the server; with --large of ${most / 1e6} M`,
  async *run({ server, large }) {
    const desk = await startDesk({ server });
    const url = desk.settings.DATABASE_URL ?? '';
    const database = new pg.Client({ connectionString: url });
    try {
      await database.connect();
      const { account } = desk.simulator.accounts.manager;
      const visitor = await visit(desk, desk.simulator.accounts.manager);
      const own = await findSeedDoors(database, account);
      process.env.DATABASE_URL = url;
      // The measured queries read nothing of a session.
      const scope = (await standingScope({
        workspaceId: own.workspaceId,
        actor: 'bench',
        memberId: null,
      })) as Scope | null;
      if (!scope) throw new Error('the account that signed in has no device list');
      const fill = async (events: number) => {
        await database.query('truncate event, event_who, event_stretch, event_door cascade');
        await seedArchive(database, { ...own, events });
        // The account's own events are archived, too. Wait for them, so they are not measured.
        await untilArchived(visitor);
      };

      await fill(few);
      const { all: small } = await sample(scope, [{}]);
      await fill(many);
      yield await bytesPerEvent(database, many);
      yield* await figures(scope, await filtersOf(database, scope), { events: many, atMost: 100 });
      yield ratio(`first page at ${many} ÷ at ${few}`, (await sample(scope, [{}])).all, small);
      if (!large) return;
      await fill(most);
      yield await bytesPerEvent(database, most);
      yield* await figures(scope, await filtersOf(database, scope), { events: most, atMost: 200 });
      yield ratio(`first page at ${most} ÷ at ${few}`, (await sample(scope, [{}])).all, small);
    } finally {
      await database.end();
      await closeDb();
      await desk.stop();
    }
  },
};

/** Bytes of table and indexes, plus 4 bytes for a connection number that a later version adds. */
async function bytesPerEvent(database: pg.ClientBase, events: number): Promise<Figure> {
  const { rows } = await database.query<{ data: number; indexes: number; count: number }>(
    `select pg_table_size('event') as data, pg_indexes_size('event') as indexes, (select count(*) from event) as count`,
  );
  const { data = 0, indexes = 0, count = 1 } = rows[0] ?? {};
  const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
  return {
    what: `bytes on disk per archived event, at ${events}`,
    value: (data + indexes) / count + 4,
    hold: { atMost: 600 },
    unit: 'bytes',
    made: `table ${megabytes(data)}, indexes ${megabytes(indexes)}`,
  };
}

async function figures(
  scope: Scope,
  filters: readonly Params[],
  { events, atMost }: { events: number; atMost: number },
): Promise<Figure[]> {
  const first = await sample(scope, filters);
  const text = await sample(scope, substrings);
  const after = (await oldestCursor(scope)) ?? '';
  // A few milliseconds each, so repeat them in turn: one busy moment must not decide.
  const turns = Array.from({ length: 8 }, (): Params[] => [{}, { after }]).flat();
  const { each } = await sample(scope, turns, read);
  const [top, end] = [0, 1].map((of) => each.filter((_, at) => at % 2 === of).flat());
  return [
    {
      what: `first page of ${events}, ${filters.length} filters, p95`,
      value: percentile(first.all, 0.95),
      hold: { atMost },
      unit: 'ms',
      made: `p50 ${ms(median(first.all))}, slowest filter ${first.slowest}`,
    },
    {
      what: `text within names, ${substrings.length} texts, p95`,
      value: percentile(text.all, 0.95),
      hold: { atMost },
      unit: 'ms',
      made: `p50 ${ms(median(text.all))}, slowest ${text.slowest}`,
    },
    ratio('last page ÷ first, rows only', end ?? [], top ?? [], 1.5),
  ];
}

function ratio(what: string, one: readonly number[], other: readonly number[], atMost = 2): Figure {
  const [above, beneath] = [median(one), median(other)];
  return {
    what,
    value: above / beneath,
    hold: { atMost },
    unit: 'ratio',
    made: `${ms(above)} ÷ ${ms(beneath)}`,
  };
}

type Sampled = { all: number[]; each: number[][]; slowest: string };

/** Runs each filter in turn, round after round, so a busy machine affects all of them. */
async function sample(scope: Scope, filters: readonly Params[], look = list): Promise<Sampled> {
  const times = filters.map((): number[] => []);
  for (let round = -2; round < rounds; round += 1) {
    for (const [at, params] of filters.entries()) {
      const begun = performance.now();
      await look(scope, params);
      // The first two rounds warm up the process and the server.
      if (round >= 0) times[at]?.push(performance.now() - begun);
    }
  }
  const medians = times.map(median);
  const worst = medians.indexOf(Math.max(...medians));
  return {
    all: times.flat(),
    each: times,
    slowest: `${JSON.stringify(filters[worst])} ${ms(medians[worst] ?? 0)}`,
  };
}

const list = (scope: Scope, params: Params) =>
  listEvents(scope, eventsQuery.parse({ ...params, limit: pageRows }));

/** A page from a cursor has no count. The first page is read from above the newest event, for a fair comparison. */
const read = (scope: Scope, params: Params) => list(scope, { after: '9999999999999.0', ...params });

async function oldestCursor(scope: Scope): Promise<string | undefined> {
  const up = await list(scope, { before: '0.0' });
  return up.rows[0]?.id;
}
