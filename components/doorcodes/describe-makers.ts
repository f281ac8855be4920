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

/**
 * Whose doorcodes are listed, in words: in the workspace, or only in these rooms. `codesBy`: where the words could be about
 * something else on the page.
 */
export async function describeMakers(
  who: Parameters<typeof findMakers>[0],
  {
    rooms = null,
    words = 'madeBy',
  }: { rooms?: Parameters<typeof findMakers>[1]; words?: 'madeBy' | 'codesBy' } = {},
): Promise<string> {
  const [t, makers] = await Promise.all([getTranslations('table.codes'), findMakers(who, rooms)]);
  if (makers.kind === 'own') return t(words);
  if (makers.kind === 'connected') return t(`${words}Connected`);
  return t(`${words}Named`, { accounts: makers.accounts.map(labelText).join(t('comma')) });
}
