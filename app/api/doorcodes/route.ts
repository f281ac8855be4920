import { listDoorcodes } from '@/lib/doorcodes/data';
import { doorcodesQuery } from '@/lib/doorcodes/schema';
import { defineListRoutes } from '@/lib/http/list-routes';

export const { GET, POST } = defineListRoutes({ query: doorcodesQuery, list: listDoorcodes });
