import { z } from 'zod';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import { locales } from '@/lib/i18n/preferences/names';
import { codeWords, type Language } from './code-words';
import { findDoorcodes } from './data';
import { mostTargets } from './limits';

export const ticketTextsQuery = z.object({
  ids: z.array(z.uuid()).min(1).max(mostTargets),
  language: z.enum(locales),
});

/** For a visitor: digits, place, address, period and what to do, in any language. In the order of `ids`, without codes that have no digits. */
export async function writeTicketTexts(
  scope: Scope,
  ids: readonly string[],
  { t, locale }: Pick<Language, 't' | 'locale'>,
): Promise<string[]> {
  const [rows, addresses] = await Promise.all([findDoorcodes(scope, ids), readAddresses(scope)]);
  const words = codeWords({ t, locale, year: databaseDate().getUTCFullYear() });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (!row || row.digits === null) return [];
    const { building, digits } = row;
    const address = addresses
      .get(building)
      ?.trim()
      .replace(/\s*\n\s*/g, ', ');
    return [
      [
        t('copied.code', { name: row.name.trim() || t('unnamed'), digits }),
        words.sentence(row),
        ...(address ? [t('copied.address', { address })] : []),
        t('copied.go', { locks: words.locks(row.locks), building }),
        t('copied.type', { digits }),
      ].join('\n'),
    ];
  });
}

async function readAddresses({ workspaceId }: Scope): Promise<Map<string, string>> {
  const rows = await getDb()
    .selectFrom('building_detail')
    .select(['building_name', 'address'])
    .where('workspace_id', '=', workspaceId)
    .execute();
  return new Map(rows.map((row) => [row.building_name, row.address]));
}
