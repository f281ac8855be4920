import { getTranslations } from 'next-intl/server';
import { findMakers } from '@/lib/connections/find-makers';
import { labelText } from '@/lib/text/visible-text';

/** The only account whose doorcodes a member finds; null: their own, or of several. */
export async function findSoleMaker(who: Parameters<typeof findMakers>[0]): Promise<string | null> {
  const makers = await findMakers(who);
  return makers.kind === 'named' && makers.accounts.length === 1 ? (makers.accounts[0] ?? null) : null;
}

/** Whose doorcodes are listed, in words. */
export async function describeMakers(who: Parameters<typeof findMakers>[0]): Promise<string> {
  const [t, makers] = await Promise.all([getTranslations('table.codes'), findMakers(who)]);
  if (makers.kind === 'own') return t('madeBy');
  if (makers.kind === 'connected') return t('madeByConnected');
  return t('madeByNamed', { accounts: makers.accounts.map(labelText).join(t('comma')) });
}
