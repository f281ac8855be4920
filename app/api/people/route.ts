import { listPeople } from '@/lib/people/data';
import { peopleQuery } from '@/lib/people/schema';
import { refuseRegister } from '@/lib/registers/ability';
import { defineHandler } from '@/lib/route';

/** Further ranges of the table of people. */
export const GET = defineHandler({
  query: peopleQuery,
  ability: refuseRegister,
  run: ({ scope, query }) => listPeople(scope, query),
});
