import { getTranslations } from 'next-intl/server';
import { exportEntry } from '@/lib/audit/export-entry';
import { exportResponse } from '@/lib/export/stream';
import { streamKeys } from '@/lib/keys/data';
import { exportableKeys, keysColumns } from '@/lib/keys/export-rows';
import { keysExportQuery } from '@/lib/keys/schema';
import { refuseRegister } from '@/lib/registers/ability';
import { defineHandler } from '@/lib/route';

/** The keys as a file, under the table's own filters. */
export const GET = defineHandler({
  query: keysExportQuery,
  ability: refuseRegister,
  audit: exportEntry('keys.export'),
  run: async ({ scope, query, signal }) => {
    const t = await getTranslations('keys');
    return exportResponse({
      format: query.format,
      exact: query.exact,
      name: 'doordesk-keys',
      signal,
      rows: exportableKeys(streamKeys(scope, query), {
        kind: (kind) => t(`kinds.${kind}`),
        state: (state) => t(`states.${state}`),
      }),
      columns: keysColumns((key) => t(`columns.${key}`)),
    });
  },
});
