'use client';

import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { DateInput } from '@/components/ui/date-input';
import { usePreferences } from '@/components/ui/preferences';
import { dayPresets, listClock, presetRange, timePresets } from './range-presets';

const [dayBegins, dayEnds] = ['T00:00', 'T23:59'];

/** A range of days, or with `timed` of minutes. A whole day is written as a day, as in older links. */
export function DayRange({
  from,
  to,
  timed = false,
  zone,
  onApply,
}: {
  from: string;
  to: string;
  timed?: boolean;
  /** Of the list's times, if the address names one. Otherwise presets are by the person's own clock. */
  zone: string | null;
  onApply: (from: string, to: string) => void;
}) {
  const t = useTranslations('common.dates');
  const { preferences } = usePreferences();
  const clock = listClock(zone, preferences);
  const id = useId();
  const shown = (text: string, time: string) =>
    timed && text.length === 10 ? text + time : text.slice(0, 16);
  const [first, setFirst] = useState(shown(from, dayBegins));
  const [last, setLast] = useState(shown(to, dayEnds));
  const wrong = first !== '' && last !== '' && first > last;
  const shared = {
    type: timed ? 'datetime-local' : 'date',
    max: timed ? '9999-12-31T23:59' : '9999-12-31',
    'aria-invalid': wrong,
    'aria-describedby': wrong ? `${id}-wrong` : undefined,
  } as const;
  return (
    <form
      className="grid gap-3 p-2"
      onSubmit={(event) => {
        event.preventDefault();
        const isWhole = first.endsWith(dayBegins) && last.endsWith(dayEnds);
        if (wrong) return;
        if (isWhole) onApply(first.slice(0, 10), last.slice(0, 10));
        else onApply(first, last);
      }}
    >
      <div className="flex flex-wrap gap-1">
        {(timed ? timePresets : dayPresets).map((preset) => (
          <Button
            key={preset}
            size="small"
            onClick={() => {
              const [start, end] = presetRange(preset, clock, new Date());
              onApply(start, end);
            }}
          >
            {t(preset)}
          </Button>
        ))}
      </div>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is in DateInput. */}
      <label className="grid gap-1 text-muted text-sm">
        <span>{t('from')}</span>
        <DateInput {...shared} value={first} onChange={(event) => setFirst(event.target.value)} />
      </label>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is in DateInput. */}
      <label className="grid gap-1 text-muted text-sm">
        <span>{t('to')}</span>
        <DateInput {...shared} value={last} onChange={(event) => setLast(event.target.value)} />
      </label>
      {wrong ? (
        <p id={`${id}-wrong`} role="alert" className="text-bad text-sm">
          {t(timed ? 'wrongTimes' : 'wrongOrder')}
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
