import { getTranslations } from 'next-intl/server';
import { ticketTextsQuery, writeTicketTexts } from '@/lib/doorcodes/ticket-texts';
import { defineHandler } from '@/lib/http/route';

/** Texts of doorcodes to copy, in any language: a page has the texts of its own language only. */
export const POST = defineHandler({
  needs: 'doorcodes',
  query: ticketTextsQuery,
  inBody: true,
  run: async ({ scope, query: { ids, language: locale } }) => {
    const t = await getTranslations({ locale, namespace: 'doorcodes' });
    return { texts: await writeTicketTexts(scope, ids, { t, locale }) };
  },
});
