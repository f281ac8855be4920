import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { refuseRegister } from '@/lib/abilities/registers';
import { exportResponse } from '@/lib/files/write/stream';
import { defineHandler } from '@/lib/http/route';
import { templateColumns } from '@/lib/registers/import/export-rows';

/** An empty file with the headings that the import reads. */
export const GET = defineHandler({
  needs: 'registers',
  query: z.object({ format: z.enum(['xlsx', 'csv']).default('xlsx') }),
  ability: refuseRegister,
  run: async ({ scope, query, signal }) => {
    const t = await getTranslations('people');
    return exportResponse({
      format: query.format,
      name: 'doordesk-people-template',
      reader: { scope, signal },
      rows: [],
      columns: templateColumns((key) => t(`columns.${key}`)),
    });
  },
});
