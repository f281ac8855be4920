import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';
import { parseSelectedQuery } from '@/lib/table/query';
import type { BulkSelection } from '@/lib/table/selection';
import { uuids } from '../choose-rows';
import { readCalendar } from '../read-calendar';
import { visibleEntries } from '../rooms';
import { everybody, matchingPeople, type PeopleFilter } from './data';
import { peopleQuery } from './schema';

const namesShown = 8;

export type SelectedPeople = {
  count: number;
  people: { id: string; name: string; building: string; unit: string }[];
  keysOut: number;
};

export async function describePeople(scope: Scope, selection: BulkSelection): Promise<SelectedPeople> {
  const calendar = await readCalendar(scope);
  const { filter, among } = whichPeople(selection);
  const matching = await matchingPeople(scope, filter, calendar);
  const row = await matching
    .where(among)
    .select([
      ({ fn }) => fn.countAll<number>().as('count'),
      sql<SelectedPeople['people'] | null>`to_json((array_agg(
        json_build_object('id', id, 'name', name, 'building', building_name, 'unit', unit_label)
        order by order_name, id))[1:${sql.lit(namesShown)}])`.as('people'),
      sql<number>`coalesce(sum((select count(*) from handed_key
        where handed_key.workspace_id = person.workspace_id and handed_key.person_id = person.id and handed_key.state = 'handed-out'
          and ${visibleEntries(scope, 'handed_key')})), 0)::integer`.as('keysOut'),
    ])
    .executeTakeFirstOrThrow();
  return { ...row, people: row.people ?? [] };
}

export function whichPeople(selection: BulkSelection): { filter: PeopleFilter; among: RawBuilder<SqlBool> } {
  if (!selection.all) {
    return { filter: everybody, among: sql<SqlBool>`person.id = any(${uuids(selection.ids)}::uuid[])` };
  }
  const query = parseSelectedQuery(peopleQuery, selection.query);
  return {
    filter: query,
    among: sql<SqlBool>`person.id <> all(${uuids(selection.except)}::uuid[])`,
  };
}
