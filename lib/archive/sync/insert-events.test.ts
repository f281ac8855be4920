import { beforeEach, expect, it } from 'vitest';
import { useDatabase } from '@/lib/testing/database';
import { insertEvents, rowsAtOnce } from './insert-events';
import { asListed } from './stored-event';

const { db } = useDatabase();
let workspaceId = '';
beforeEach(async () => {
  const made = await db()
    .insertInto('workspace')
    .values({ account: crypto.randomUUID(), role: 'manager' })
    .returning('id')
    .executeTakeFirstOrThrow();
  workspaceId = made.id;
});

const portion = (names: string) =>
  asListed(
    Array.from({ length: rowsAtOnce }, (_, index) => ({
      type: 4,
      timeText: '2026-11-24 09:00:00',
      account: `${names}${index}@example.test`,
      codeName: null,
    })),
  );

it('makes the same names at several doors at once, whichever way round they come', async () => {
  const [early, late] = [portion('early'), portion('late')];
  const store = (gid: string, events: ReturnType<typeof portion>) =>
    db()
      .transaction()
      .execute((trx) =>
        insertEvents(
          trx,
          {
            workspaceId,
            gid,
            channel: null,
            zone: { name: '+08:00', source: 'vendor' },
            buildingName: 'Harbor View',
            unitLabel: null,
          },
          events,
          1,
        ),
      );
  await Promise.all([
    store('G1', [...early, ...late]),
    store('G2', [...late, ...early]),
    store('G3', [...late, ...early]),
  ]);
  const { names, events } = await db()
    .selectFrom('event')
    .innerJoin('event_who', 'event_who.id', 'event.who_id')
    .select(({ fn }) => [
      fn.countAll<number>().as('events'),
      fn.count<number>('event_who.id').distinct().as('names'),
    ])
    .where('event.workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow();
  expect({ names, events }).toEqual({ names: 2 * rowsAtOnce, events: 6 * rowsAtOnce });
});
