import { getTranslations } from 'next-intl/server';
import { streamAudit } from '@/lib/desk/audit/data';
import { exportableRows } from '@/lib/desk/audit/export-rows';
import { auditExportQuery } from '@/lib/desk/audit/schema';
import { exportResponse } from '@/lib/files/write/stream';
import { defineHandler } from '@/lib/http/route';
import { readPreferences } from '@/lib/i18n/preferences/data';
import { exportEntry } from '@/lib/table/export-entry';

export const GET = defineHandler({
  query: auditExportQuery,
  audit: exportEntry('audit.export'),
  run: async ({ scope, query, signal }) => {
    const t = await getTranslations('audit.columns');
    const { ownZone } = await readPreferences();
    return exportResponse({
      format: query.format,
      exact: query.exact,
      name: 'doordesk-audit',
      signal,
      rows: exportableRows(streamAudit(scope, query, ownZone)),
      columns: [
        { key: 'seq', title: t('seq'), type: 'number' },
        { key: 'at', title: t('at'), type: 'instant' },
        { key: 'actor', title: t('actor') },
        { key: 'account', title: t('account') },
        { key: 'action', title: t('action') },
        { key: 'subject', title: t('subject') },
        { key: 'outcome', title: t('outcome') },
        { key: 'detail', title: t('detail') },
      ],
    });
  },
});
