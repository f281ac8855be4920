'use client';

import { useNow, useTranslations } from 'next-intl';
import { DateField } from '@/components/ui/date-field';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { type Zone, zoneWords } from '@/lib/devices/time-zone';
import { type Preset, presets } from '@/lib/doorcodes/window';

export type WindowChoice = { preset: Preset | 'own'; from: string; to: string };

/** A preset or an exact period, in the building's time zone. */
export function WindowFields({
  value,
  onChange,
  zone,
  clock,
  errors,
}: {
  value: WindowChoice;
  onChange: (value: WindowChoice) => void;
  zone: Zone;
  /** Whose time zone: one building's, several that differ, or none before a room is chosen. */
  clock: 'one' | 'mixed' | 'none';
  errors: { from?: string | undefined; to?: string | undefined };
}) {
  const t = useTranslations('doorcodes.form');
  const now = useNow();
  const field = (name: 'from' | 'to') => (
    <DateField
      label={t(name)}
      type="datetime-local"
      name={name}
      step={60}
      required
      value={value[name]}
      onChange={(event) => onChange({ ...value, preset: 'own', [name]: event.target.value })}
      error={errors[name]}
      className="min-w-52 flex-1"
    />
  );
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <div className="grid grid-cols-[minmax(0,1fr)] justify-items-start gap-1.5">
        <p className="font-medium">{t('window')}</p>
        <SegmentedControl
          label={t('window')}
          options={[...presets, 'own' as const].map((preset) => ({
            value: preset,
            label: t(`presets.${preset}`),
          }))}
          value={value.preset}
          onChange={(preset) => onChange({ ...value, preset })}
        />
      </div>
      <div className="flex flex-wrap gap-3">
        {field('from')}
        {field('to')}
      </div>
      <p className="text-muted text-sm">
        <span>
          {clock === 'one'
            ? t('clock', { zone: zoneWords(zone.name, now) })
            : t(clock === 'mixed' ? 'clocks' : 'clockLater')}{' '}
        </span>
        <span>{clock === 'one' && zone.source === 'assumed' ? t('assumed') : null}</span>
      </p>
    </div>
  );
}
