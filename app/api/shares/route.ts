import { defineListRoutes } from '@/lib/http/list-routes';
import { listShares } from '@/lib/shares/data';
import { sharesQuery } from '@/lib/shares/schema';

export const { GET, POST } = defineListRoutes({ query: sharesQuery, list: listShares });
