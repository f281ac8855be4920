import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import type { KeyKind } from '@/lib/db/tables/registers';
import { parseSelectedQuery } from '@/lib/table/query';
import type { BulkSelection } from '@/lib/table/selection';
import { uuids } from '../choose-rows';
import type { Currency } from '../words';
import { everyKey, type KeyFilter, matchingKeys } from './data';
import { keysQuery } from './schema';

const namesShown = 8;

export type SelectedKeys = {
  count: number;
  keys: { id: string; kind: KeyKind; number: string; label: string; holder: string }[];
  deposits: { minor: number; currency: Currency }[];
};

export async function describeKeys(scope: Scope, selection: BulkSelection): Promise<SelectedKeys> {
  const { filter, among } = whichKeys(selection);
  const chosen = () => matchingKeys(getDb(), scope, filter).where(among);
  const [row, deposits] = await Promise.all([
    chosen()
      .select([
        ({ fn }) => fn.countAll<number>().as('count'),
        sql<SelectedKeys['keys'] | null>`to_json((array_agg(
          json_build_object('id', id, 'kind', kind, 'number', number, 'label', label, 'holder', holder)
          order by order_number, id))[1:${sql.lit(namesShown)}])`.as('keys'),
      ])
      .executeTakeFirstOrThrow(),
    chosen()
      .where('state', '<>', 'returned')
      .where('deposit_currency', 'is not', null)
      .groupBy('deposit_currency')
      .orderBy('deposit_currency')
      .select([
        sql<Currency>`deposit_currency`.as('currency'),
        sql<number>`sum(deposit_minor)::bigint`.as('minor'),
      ])
      .execute(),
  ]);
  return { count: row.count, keys: row.keys ?? [], deposits };
}

export function whichKeys(selection: BulkSelection): { filter: KeyFilter; among: RawBuilder<SqlBool> } {
  if (!selection.all) {
    return { filter: everyKey, among: sql<SqlBool>`handed_key.id = any(${uuids(selection.ids)}::uuid[])` };
  }
  const query = parseSelectedQuery(keysQuery, selection.query);
  return {
    filter: query,
    among: sql<SqlBool>`handed_key.id <> all(${uuids(selection.except)}::uuid[])`,
  };
}
