import { listPeople } from '@/lib/people/data';
import { peopleQuery } from '@/lib/people/schema';
import { refuseRegister } from '@/lib/registers/ability';
import { defineHandler } from '@/lib/route';
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
