import { getTranslations } from 'next-intl/server';
import { refuseRegister } from '@/lib/abilities/registers';
import { exportResponse } from '@/lib/files/write/stream';
import { defineHandler } from '@/lib/http/route';
import { streamKeys } from '@/lib/registers/keys/data';
import { exportableKeys, keysColumns } from '@/lib/registers/keys/export-rows';
import { keysExportQuery } from '@/lib/registers/keys/schema';
import { exportEntry } from '@/lib/table/export-entry';

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
