import { AuditTable } from '@/components/audit/audit-table';
import { defineListPage } from '@/components/list-page/define-list-page';
import { loadAudit, readAuditChoices } from '@/lib/desk/audit/data';
import { auditQuery } from '@/lib/desk/audit/schema';
import { readPreferences } from '@/lib/i18n/preferences/data';
import { packRows } from '@/lib/table/packed-rows';

const { generateMetadata, page } = defineListPage({
  words: 'audit',
  query: auditQuery,
  show: async ({ scope, query, table }) => {
    const { ownZone } = await readPreferences();
    const [{ counts, ...found }, choices] = await Promise.all([
      loadAudit(scope, query, ownZone),
      readAuditChoices(scope),
    ]);
    return {
      children: (
        <AuditTable
          list={{ ...table, ...found, rows: packRows(found.rows) }}
          choices={choices}
          counts={counts}
        />
      ),
    };
  },
});

export { generateMetadata };
export default page;
