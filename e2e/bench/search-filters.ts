import type pg from 'pg';
import type { Scope } from '@/lib/auth/scope';

export type Params = Record<string, string | string[]>;

/** Texts in several scripts, from very frequent to absent. */
export const substrings: Params[] = [
  { q: 'müller' },
  { q: 'MÜLLER.8' },
  { q: 'müller.803' },
  { q: '王' },
  { q: '33' },
  { q: 'محمد' },
  { q: 'example' },
  { q: 'nobody at all' },
];

/** Common filters, separate and together, and combinations that match almost nothing. */
export async function filtersOf(database: pg.ClientBase, scope: Scope): Promise<Params[]> {
  const { rows } = await database.query<{ gid: string; building: string }>(
    `select gid, building_name as building from event where workspace_id = $1
    group by gid, building_name order by count(*)`,
    [scope.workspaceId],
  );
  const [quiet, busy] = [rows[0], rows.at(-1)];
  const known = await database.query<{ gid: string; channel: string }>(
    'select gid, channel from event where workspace_id = $1 and channel is not null order by at desc limit 1',
    [scope.workspaceId],
  );
  const place = known.rows[0];
  const room = scope.channels.find(
    ({ gid, channel }) => gid === place?.gid && channel === Number(place.channel),
  )?.roomKey;
  if (!quiet || !busy || !room) throw new Error('there are no events to filter');
  const zone = 'America/New_York';
  return [
    {},
    ...substrings,
    { building: [busy.building] },
    { building: [quiet.building] },
    { door: [quiet.gid] },
    { room: [room] },
    { type: ['0'] },
    { type: ['other'] },
    { hour: ['3'] },
    { weekday: ['7'] },
    { hour: ['3'], weekday: ['7'] },
    { hour: ['3'], weekday: ['7'], zone },
    { hour: ['3'], weekday: ['7'], zone, q: '王' },
    { hour: ['3'], building: [quiet.building] },
    { hour: ['23'], zone, type: ['other'] },
    { building: [quiet.building], type: ['2'], q: 'example' },
    { building: [quiet.building], type: ['3'], q: '王' },
    { building: [quiet.building], type: ['2'], q: 'müller.8' },
    { door: [quiet.gid], type: ['1'], q: '33' },
    { room: [room], type: ['2'] },
    { from: '2020-01-01', to: '2020-01-31' },
    { at: '2024-06-01T09:00' },
    { at: '2024-06-01T09:00', type: ['other'] },
  ];
}
