'use client';

import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { usePreferences } from '@/components/ui/preferences';
import { dayText } from '@/lib/text/wall-text';

/** The day in `zone`, `ago` days ago, as the address writes it. */
function dayIn(zone: string, now: Date, ago = 0): string {
  const [day] = new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(now).split(' ');
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - ago);
  return dayText(date);
}

export function DayRange({
  from,
  to,
  onApply,
}: {
  from: string;
  to: string;
  onApply: (from: string, to: string) => void;
}) {
  const t = useTranslations('common.dates');
  const { preferences } = usePreferences();
  const id = useId();
  const [first, setFirst] = useState(from);
  const [last, setLast] = useState(to);
  const wrong = first !== '' && last !== '' && first > last;
  const presets = [
    { label: t('today'), ago: 0 },
    { label: t('last7'), ago: 6 },
    { label: t('last30'), ago: 29 },
  ];
  return (
    <form
      className="grid gap-3 p-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (!wrong) onApply(first, last);
      }}
    >
      <div className="flex flex-wrap gap-1">
        {presets.map(({ label, ago }) => (
          <Button
            key={ago}
            size="small"
            onClick={() => {
              const now = new Date();
              onApply(dayIn(preferences.ownZone, now, ago), dayIn(preferences.ownZone, now));
            }}
          >
            {label}
          </Button>
        ))}
      </div>
      <label className="grid gap-1 text-muted text-sm">
        {t('from')}
        <input
          type="date"
          className="field"
          value={first}
          onChange={(event) => setFirst(event.target.value)}
        />
      </label>
      <label className="grid gap-1 text-muted text-sm">
        {t('to')}
        <input
          type="date"
          className="field"
          value={last}
          aria-invalid={wrong}
          aria-describedby={wrong ? `${id}-wrong` : undefined}
          onChange={(event) => setLast(event.target.value)}
        />
      </label>
      {wrong ? (
        <p id={`${id}-wrong`} role="alert" className="text-bad text-sm">
          {t('wrongOrder')}
        </p>
      ) : null}
      <div className="flex justify-end gap-2">
        <Button size="small" tone="quiet" onClick={() => onApply('', '')}>
          {t('clear')}
        </Button>
        <Button size="small" tone="primary" type="submit" disabled={wrong}>
          {t('apply')}
        </Button>
      </div>
    </form>
  );
}
