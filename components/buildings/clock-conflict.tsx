import { getTranslations } from 'next-intl/server';
import { Notice } from '@/components/ui/notice';
import type { Scope } from '@/lib/auth/scope';
import { findClocks } from '@/lib/devices/find-clocks';
import { zoneWords } from '@/lib/devices/time-zone';
import { visibleText } from '@/lib/text/visible-text';

/** Says that connections give one door different clocks, and whose counts. */
export async function ClockConflict({ scope, gids }: { scope: Scope; gids: readonly string[] }) {
  const clocks = await findClocks(scope, gids);
  if (clocks.length === 0) return null;
  const [t, common] = await Promise.all([getTranslations('buildings.zone'), getTranslations('common')]);
  const leading = scope.channels.find(({ gid, through }) => gids.includes(gid) && through)?.through?.[0];
  return (
    <Notice tone="warn" title={t('conflictTitle')} className="mb-4">
      {t('conflictText', {
        clocks: clocks.map((zone) => zoneWords(zone, Date.now())).join(common('listComma')),
        account: visibleText(leading?.account ?? scope.account),
      })}
    </Notice>
  );
}
