import { getTranslations } from 'next-intl/server';
import { findMakers, isConnected } from '@/lib/connections/find-makers';
import { labelText } from '@/lib/text/visible-text';

/** The only account whose doorcodes a member finds; null: their own, or of several, or nothing goes through it now. */
export async function findSoleMaker(...of: Parameters<typeof findMakers>): Promise<string | null> {
  const [who] = of;
  const makers = await findMakers(...of);
  const [sole, ...others] = makers.kind === 'named' ? makers.accounts : [];
  return sole && others.length === 0 && (await isConnected(who.workspaceId, sole)) ? sole : null;
}

/** Whose doorcodes are listed, in words: in the workspace, or only in these rooms. */
export async function describeMakers(...of: Parameters<typeof findMakers>): Promise<string> {
  const [t, makers] = await Promise.all([getTranslations('table.codes'), findMakers(...of)]);
  if (makers.kind === 'own') return t('madeBy');
  if (makers.kind === 'connected') return t('madeByConnected');
  return t('madeByNamed', { accounts: makers.accounts.map(labelText).join(t('comma')) });
}
