import { refuseRegister } from '@/lib/abilities/registers';
import { defineListRoutes } from '@/lib/http/list-routes';
import { listPeople } from '@/lib/registers/people/data';
import { peopleQuery } from '@/lib/registers/people/schema';

export const { GET, POST } = defineListRoutes({
  query: peopleQuery,
  ability: refuseRegister,
  list: listPeople,
});
