import { getTranslations } from 'next-intl/server';
import { refuseRegister } from '@/lib/abilities/registers';
import { defineListExport } from '@/lib/files/define-list-export';
import { streamKeys } from '@/lib/registers/keys/data';
import { exportableKeys, keysColumns } from '@/lib/registers/keys/export-rows';
import { keysQuery } from '@/lib/registers/keys/schema';

export const GET = defineListExport({
  list: 'keys',
  isOwn: true,
  query: keysQuery,
  ability: refuseRegister,
  read: async ({ scope, query }) => {
    const t = await getTranslations('keys');
    return {
      rows: exportableKeys(streamKeys(scope, query), {
        kind: (kind) => t(`kinds.${kind}`),
        state: (state) => t(`states.${state}`),
      }),
      columns: keysColumns((key) => t(`columns.${key}`)),
    };
  },
});
