import { describe, expect, it } from 'vitest';
import { unscopedTables } from './unscoped-tables';

const tables = new Set(['event', 'event_who', 'event_door', 'door', 'job']);
const unscoped = (text: string) => unscopedTables(text, tables);

describe('a statement about one workspace', () => {
  it.each([
    'select at from event where workspace_id = $1 and gid = $2',
    'select e.at from event as e where (e.workspace_id = $1::uuid and e.gid = $2) and e.type = 3',
    'select from event e join event_who w on w.workspace_id = e.workspace_id and w.id = e.who_id where w.workspace_id = $1',
    'select from event e left join event_who w using (workspace_id) where e.workspace_id = $1',
    'select from event e where e.workspace_id = $1 and not exists (select from door d where d.workspace_id = e.workspace_id)',
    'select from (select * from event where workspace_id = $1) as event where gid = $2',
    'with kept as (delete from event where workspace_id = $1 returning *) select from kept',
    'with event as (select 1) select from event',
    'update event set place = m.place from unnest($1::int[]) as m (place) where event.workspace_id = $2 and event.id = m.place',
    'insert into event (workspace_id, gid) select $1, g from unnest($2::text[]) as g',
    'select from door where (workspace_id, gid) in (select workspace_id, gid from event where workspace_id = $1)',
    'select from pgboss.job where id = $1',
    'select from session where id = $1',
    'select from job /* every workspace */ where state = $1',
  ])('passes: %s', (text) => {
    expect(unscoped(text)).toEqual([]);
  });
});

describe('a statement that may reach another workspace', () => {
  it.each([
    ['select at from event where gid = $1', ['event']],
    ['select from "event" as "e" where "e"."gid" = $1', ['event']],
    ['select from event where workspace_id = $1 or gid = $2', ['event']],
    ['select from event where workspace_id <> $1', ['event']],
    ['select from event where workspace_id = workspace_id', ['event']],
    ['select from event e join event_who w on w.id = e.who_id where e.workspace_id = $1', ['event_who']],
    // The condition of a left join limits only its right side.
    ['select from event e left join door d on e.workspace_id = $1 and d.workspace_id = $1', ['event']],
    ['select from event e join door d using (gid) where d.workspace_id = $1', ['event']],
    [
      'select from door d where d.workspace_id = $1 and exists (select from event e where e.gid = d.gid)',
      ['event'],
    ],
    ['select (select max(at) from event) from door where workspace_id = $1', ['event']],
    ['select from event where workspace_id = $1 union all select from event', ['event']],
    ['with kept as (select from event) select from kept', ['event']],
    ['update event set place = 1 where id = $1', ['event']],
    ['delete from event using event_door d where d.workspace_id = $1 and d.gid = event.gid', ['event']],
    ['insert into event (gid) values ($1)', ['event']],
    ['insert into event_door (workspace_id, gid) select $1, gid from door', ['door']],
    ['copy (select from event) to stdout', ['event']],
    ['declare c cursor for select from event', ['event']],
  ])('fails: %s', (text, found) => {
    expect(unscoped(text)).toEqual(found);
  });
});
