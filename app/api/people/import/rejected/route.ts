import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { refuseRegister } from '@/lib/abilities/registers';
import { DeskError } from '@/lib/errors';
import { exportResponse } from '@/lib/files/write/stream';
import { defineHandler } from '@/lib/http/route';
import { readImportRequest } from '@/lib/registers/import/read-request';
import { rejectedTable } from '@/lib/registers/import/rejected-rows';
import { rejectedInput } from '@/lib/registers/import/schema';

/** The rows that an import would leave out, with reasons. The corrected file can be imported. */
export const POST = defineHandler({
  needs: 'registers',
  query: z.object({}),
  ability: refuseRegister,
  run: async ({ scope, request, signal }) => {
    const found = await readImportRequest(scope, request, rejectedInput);
    if (!('read' in found) || 'samples' in found.read) throw new DeskError('invalid-input');
    const [t, titles] = await Promise.all([
      getTranslations('people.import'),
      getTranslations('people.columns'),
    ]);
    const { columns, rows } = rejectedTable(found.read, {
      title: t('reason'),
      reason: ({ field, code, text }) =>
        `${field ? `${titles(field)}: ` : ''}${t(`problems.${code}`, { text: text ?? '' })}`,
    });
    return exportResponse({
      format: found.input.format,
      name: 'doordesk-rejected-rows',
      reader: { scope, signal },
      columns,
      rows,
    });
  },
});
