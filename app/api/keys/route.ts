import { refuseRegister } from '@/lib/abilities/registers';
import { defineListRoutes } from '@/lib/http/list-routes';
import { listKeys } from '@/lib/registers/keys/data';
import { keysQuery } from '@/lib/registers/keys/schema';

export const { GET, POST } = defineListRoutes({ query: keysQuery, ability: refuseRegister, list: listKeys });
