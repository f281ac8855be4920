import { refuseRegister } from '@/lib/abilities/registers';
import { defineHandler } from '@/lib/http/route';
import { listPeople } from '@/lib/registers/people/data';
import { peopleQuery } from '@/lib/registers/people/schema';
import { tickedQuery } from '@/lib/table/query';

/** Further ranges of the table of people. */
export const GET = defineHandler({
  query: peopleQuery,
  ability: refuseRegister,
  run: ({ scope, query }) => listPeople(scope, query),
});

/** The same of ticked rows: which of them the filter matches. */
export const POST = defineHandler({
  query: tickedQuery(peopleQuery),
  inBody: true,
  ability: refuseRegister,
  run: ({ scope, query }) => listPeople(scope, query),
});
