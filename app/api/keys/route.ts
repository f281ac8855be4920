import { refuseRegister } from '@/lib/abilities/registers';
import { defineHandler } from '@/lib/http/route';
import { listKeys } from '@/lib/registers/keys/data';
import { keysQuery } from '@/lib/registers/keys/schema';
import { tickedQuery } from '@/lib/table/query';

/** Further ranges of the table of keys. */
export const GET = defineHandler({
  query: keysQuery,
  ability: refuseRegister,
  run: ({ scope, query }) => listKeys(scope, query),
});

/** The same of ticked rows: which of them the filter matches. */
export const POST = defineHandler({
  query: tickedQuery(keysQuery),
  inBody: true,
  ability: refuseRegister,
  run: ({ scope, query }) => listKeys(scope, query),
});
