import { listAudit } from '@/lib/audit/data';
import { auditQuery } from '@/lib/audit/schema';
import { readPreferences } from '@/lib/preferences/data';
import { defineHandler } from '@/lib/route';

/** Further ranges of the audit table. */
export const GET = defineHandler({
  query: auditQuery,
  run: async ({ scope, query }) => listAudit(scope, query, (await readPreferences()).ownZone),
});
