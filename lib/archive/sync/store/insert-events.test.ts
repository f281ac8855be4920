import { beforeEach, expect, it } from 'vitest';
import { selectNamedEvents } from '@/lib/archive/access/named-events';
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

const place = {
  gid: 'G1',
  channel: null,
  zone: { name: '+08:00', source: 'vendor' },
  buildingName: 'Harbor View',
  unitLabel: null,
  connectionId: crypto.randomUUID(),
} as const;

it('knows an event without a readable time when its door goes over to rooms, far from its neighbours there', async () => {
  const eventAt = (timeText: string) => ({ type: 5, timeText, account: null, codeName: null });
  const timeless = eventAt('');
  await db()
    .transaction()
    .execute(async (trx) => {
      const events = asListed([eventAt('2025-03-01 09:00:00'), timeless]);
      await insertEvents(trx, { ...place, workspaceId }, events, { places: 1 });
      const at = new Date();
      await trx
        .insertInto('event_stretch')
        .values({
          workspace_id: workspaceId,
          gid: 'G1',
          channel: null,
          low: 1,
          high: 2,
          size: 2,
          oldest_at: at,
          newest_at: at,
        })
        .execute();
      await insertEvents(trx, { ...place, workspaceId, channel: 7 }, asListed([timeless]), { places: 1 });
    });
  const rows = await db()
    .selectFrom('event')
    .select(['time_text', 'channel'])
    .where('workspace_id', '=', workspaceId)
    .orderBy('id')
    .execute();
  expect(rows).toEqual([
    { time_text: '2025-03-01 09:00:00', channel: null },
    { time_text: '', channel: 7 },
  ]);
});

it('makes the same names at several doors at once, whichever way round they come', async () => {
  const [early, late] = [portion('early'), portion('late')];
  const store = (gid: string, events: ReturnType<typeof portion>) =>
    db()
      .transaction()
      .execute((trx) => insertEvents(trx, { ...place, workspaceId, gid }, events, { places: 1 }));
  await Promise.all([
    store('G1', [...early, ...late]),
    store('G2', [...late, ...early]),
    store('G3', [...late, ...early]),
  ]);
  const { names, events } = await selectNamedEvents(db())
    .select(({ fn }) => [
      fn.countAll<number>().as('events'),
      fn.count<number>('event_who.id').distinct().as('names'),
    ])
    .where('event.workspace_id', '=', workspaceId)
    .where('event_who.id', 'is not', null)
    .executeTakeFirstOrThrow();
  expect({ names, events }).toEqual({ names: 2 * rowsAtOnce, events: 6 * rowsAtOnce });
});
