import { defineListRoutes } from '@/lib/http/list-routes';
import { listMasters } from '@/lib/masters/data';
import { mastersQuery } from '@/lib/masters/schema';

export const { GET, POST } = defineListRoutes({ query: mastersQuery, list: listMasters });
