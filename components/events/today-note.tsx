import { getLocale, getTranslations } from 'next-intl/server';
import { Notice } from '@/components/ui/notice';
import { todayOnly } from '@/lib/auth/grants';
import { devicesOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';
import { listNames } from '@/lib/text/list-names';
import { compareNames } from '@/lib/text/order-key';
import { labelText } from '@/lib/text/visible-text';

/** Says where only today's events are shown, so that a short list is not taken for the whole. */
export async function TodayNote({ scope }: { scope: Scope }) {
  const isToday = todayOnly(scope);
  if (!isToday) return null;
  const names = [...new Set(devicesOf(scope).map(({ buildingName }) => buildingName))].filter(isToday);
  if (names.length === 0) return null;
  const t = await getTranslations('events');
  const buildings = listNames(names.sort(compareNames).map(labelText), {
    locale: await getLocale(),
    type: 'conjunction',
  });
  return (
    <Notice tone="neutral" className="mb-3">
      {t('todayOnly', { buildings })}
    </Notice>
  );
}
