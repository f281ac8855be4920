import { listAudit } from '@/lib/desk/audit/data';
import { auditQuery } from '@/lib/desk/audit/schema';
import { defineHandler } from '@/lib/http/route';
import { readPreferences } from '@/lib/i18n/preferences/data';

export const GET = defineHandler({
  query: auditQuery,
  run: async ({ scope, query }) => listAudit(scope, query, (await readPreferences()).ownZone),
});
