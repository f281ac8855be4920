'use client';

import { useFormatter, useNow, useTranslations } from 'next-intl';

export function LocalTime({ zone }: { zone: string }) {
  const t = useTranslations('buildings.zone');
  const format = useFormatter();
  const now = useNow({ updateInterval: 15_000 });
  return (
    <span>
      {t('now', {
        time: format.dateTime(now, {
          timeZone: zone,
          weekday: 'short',
          hour: '2-digit',
          minute: '2-digit',
          hourCycle: 'h23',
        }),
      })}
    </span>
  );
}
