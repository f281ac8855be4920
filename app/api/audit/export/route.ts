import { getTranslations } from 'next-intl/server';
import { streamAudit } from '@/lib/desk/audit/data';
import { exportableRows } from '@/lib/desk/audit/export-rows';
import { auditQuery } from '@/lib/desk/audit/schema';
import { defineListExport } from '@/lib/files/define-list-export';
import { readPreferences } from '@/lib/i18n/preferences/data';

export const GET = defineListExport({
  list: 'audit',
  isOwn: true,
  query: auditQuery,
  read: async ({ scope, query }) => {
    const t = await getTranslations('audit.columns');
    const { ownZone } = await readPreferences();
    return {
      rows: exportableRows(streamAudit(scope, query, ownZone)),
      columns: [
        { key: 'seq', title: t('seq'), type: 'number' },
        { key: 'at', title: t('at'), type: 'instant' },
        { key: 'actor', title: t('actor') },
        { key: 'account', title: t('account') },
        { key: 'network', title: t('network') },
        { key: 'device', title: t('device') },
        { key: 'action', title: t('action') },
        { key: 'subject', title: t('subject') },
        { key: 'outcome', title: t('outcome') },
        { key: 'detail', title: t('detail') },
      ],
    };
  },
});
