import { AuditTable } from '@/components/audit/audit-table';
import { defineListPage } from '@/components/list-page/define-list-page';
import { listAudit, readAuditChoices } from '@/lib/desk/audit/data';
import { auditQuery } from '@/lib/desk/audit/schema';
import { readPreferences } from '@/lib/i18n/preferences/data';
import { packRows } from '@/lib/table/packed-rows';

const { generateMetadata, page } = defineListPage({
  words: 'audit',
  query: auditQuery,
  show: async ({ scope, query, table }) => {
    const { ownZone } = await readPreferences();
    const [found, choices] = await Promise.all([listAudit(scope, query, ownZone), readAuditChoices(scope)]);
    return {
      children: <AuditTable list={{ ...table, ...found, rows: packRows(found.rows) }} choices={choices} />,
    };
  },
});

export { generateMetadata };
export default page;
