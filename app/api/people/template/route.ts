import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { exportResponse } from '@/lib/export/stream';
import { templateColumns } from '@/lib/people/import/export-rows';
import { refuseRegister } from '@/lib/registers/ability';
import { defineHandler } from '@/lib/route';

/** An empty file with the headings that the import reads. */
export const GET = defineHandler({
  query: z.object({}),
  ability: refuseRegister,
  run: async ({ signal }) => {
    const t = await getTranslations('people');
    return exportResponse({
      format: 'csv',
      name: 'doordesk-people-template',
      signal,
      rows: [],
      columns: templateColumns((key) => t(`columns.${key}`)),
    });
  },
});
