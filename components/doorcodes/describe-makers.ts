import { getTranslations } from 'next-intl/server';
import { findMakers, isConnected } from '@/lib/connections/find-makers';
import { labelText } from '@/lib/text/visible-text';

/** The only account whose doorcodes a member finds; null: their own, or of several, or nothing goes through it now. */
export async function findSoleMaker(who: Parameters<typeof findMakers>[0]): Promise<string | null> {
  const makers = await findMakers(who);
  const [sole, ...others] = makers.kind === 'named' ? makers.accounts : [];
  return sole && others.length === 0 && (await isConnected(who.workspaceId, sole)) ? sole : null;
}

/** Whose doorcodes are listed, in words. */
export async function describeMakers(who: Parameters<typeof findMakers>[0]): Promise<string> {
  const [t, makers] = await Promise.all([getTranslations('table.codes'), findMakers(who)]);
  if (makers.kind === 'own') return t('madeBy');
  if (makers.kind === 'connected') return t('madeByConnected');
  return t('madeByNamed', { accounts: makers.accounts.map(labelText).join(t('comma')) });
}
