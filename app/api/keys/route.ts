import { listKeys } from '@/lib/keys/data';
import { keysQuery } from '@/lib/keys/schema';
import { refuseRegister } from '@/lib/registers/ability';
import { defineHandler } from '@/lib/route';

/** Further ranges of the table of keys. */
export const GET = defineHandler({
  query: keysQuery,
  ability: refuseRegister,
  run: ({ scope, query }) => listKeys(scope, query),
});
