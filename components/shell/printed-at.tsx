'use client';

import { useFormatter, useNow, useTimeZone, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { zoneWords } from '@/lib/devices/time-zone';

/** When the page was printed. Only paper shows it. */
export function PrintedAt() {
  const t = useTranslations('table');
  const format = useFormatter();
  const timeZone = useTimeZone() ?? 'UTC';
  const opened = useNow();
  const [at, setAt] = useState<Date | null>(null);

  useEffect(() => {
    // At once: the browser does not wait for React before it prints.
    const note = () => flushSync(() => setAt(new Date()));
    window.addEventListener('beforeprint', note);
    return () => window.removeEventListener('beforeprint', note);
  }, []);

  const shown = at ?? opened;
  return (
    <p className="hidden pb-2 text-muted text-xs print:block">
      {t('printed', { time: `${format.dateTime(shown, 'moment')} ${zoneWords(timeZone, shown)}` })}
    </p>
  );
}
