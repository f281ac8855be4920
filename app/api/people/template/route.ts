import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { exportResponse } from '@/lib/export/stream';
import { templateColumns } from '@/lib/people/import/export-rows';
import { refuseRegister } from '@/lib/registers/ability';
import { defineHandler } from '@/lib/route';

/** An empty file with the headings that the import reads. */
export const GET = defineHandler({
  query: z.object({ format: z.enum(['xlsx', 'csv']).default('xlsx') }),
  ability: refuseRegister,
  run: async ({ query, signal }) => {
    const t = await getTranslations('people');
    return exportResponse({
      format: query.format,
      name: 'doordesk-people-template',
      signal,
      rows: [],
      columns: templateColumns((key) => t(`columns.${key}`)),
    });
  },
});
