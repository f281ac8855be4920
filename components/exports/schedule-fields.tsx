'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { SelectField } from '@/components/ui/select-field';
import { TextField } from '@/components/ui/text-field';
import type { VerbResult } from '@/lib/abilities/verb';
import type { ListedSchedule } from '@/lib/files/data';
import { labelText } from '@/lib/text/visible-text';
import { hourText } from '@/lib/text/wall-text';

export type ViewChoice = { id: string; name: string };
export type Every = ListedSchedule['every'];

type Fields = {
  schedule: ListedSchedule | null;
  wrong: NonNullable<Extract<VerbResult<unknown>, { ok: false }>['fields']>;
};

export function ContentFields({
  schedule,
  views,
  every,
  wrong,
}: Fields & { views: ViewChoice[]; every: Every }) {
  const t = useTranslations('exports');
  const [view, setView] = useState(schedule?.viewId ?? '');
  return (
    <>
      <TextField
        label={t('form.name')}
        name="name"
        maxLength={80}
        required
        defaultValue={schedule?.name}
        error={wrong.name}
      />
      {views.length > 0 ? (
        <SelectField
          label={t('form.view')}
          description={t('form.viewHint')}
          name="view"
          optional
          empty={t('form.noView')}
          value={view}
          onChange={(event) => setView(event.target.value)}
          options={views.map(({ id, name }) => ({ value: id, label: labelText(name) }))}
          error={wrong.view}
        />
      ) : null}
      {view === '' ? (
        <TextField
          label={t('form.query')}
          description={t('form.queryHint')}
          name="query"
          optional
          defaultValue={schedule?.query}
          error={wrong.query}
        />
      ) : null}
      <SelectField
        label={t('form.covers')}
        description={t('form.coversHint')}
        name="covers"
        defaultValue={schedule?.covers ?? 'all'}
        options={[
          { value: 'all', label: t('form.coversAll') },
          { value: 'period', label: t(`form.coversPeriod.${every}`) },
        ]}
        error={wrong.covers}
      />
    </>
  );
}

export function FileFields({ schedule, wrong }: Fields) {
  const t = useTranslations('exports');
  const locale = useLocale();
  return (
    <>
      <SelectField
        label={t('form.format')}
        name="format"
        defaultValue={schedule?.format ?? 'xlsx'}
        options={(['xlsx', 'csv', 'json'] as const).map((value) => ({
          value,
          label: t(`form.formats.${value}`),
        }))}
        error={wrong.format}
      />
      <SelectField
        label={t('form.language')}
        name="locale"
        defaultValue={schedule?.locale ?? locale}
        options={(['en', 'zh'] as const).map((value) => ({ value, label: t(`form.languages.${value}`) }))}
        error={wrong.locale}
      />
    </>
  );
}

const weekdays = ['1', '2', '3', '4', '5', '6', '7'] as const;
const hours = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour),
  label: hourText(hour),
}));

/** How often, when and in which time zone files are made, and how many stay. */
export function RhythmFields({
  schedule,
  zone,
  every,
  onEvery,
  wrong,
}: Fields & { zone: string; every: Every; onEvery: (every: Every) => void }) {
  const t = useTranslations('exports');
  return (
    <>
      <SelectField
        label={t('form.every')}
        name="every"
        value={every}
        onChange={(event) => onEvery(event.target.value as Every)}
        options={[
          { value: 'day', label: t('form.everyDay') },
          { value: 'week', label: t('form.everyWeek') },
          { value: 'month', label: t('form.everyMonth') },
        ]}
        error={wrong.every}
      />
      {every === 'week' ? (
        <SelectField
          label={t('form.weekday')}
          name="weekday"
          defaultValue={String(schedule?.weekday ?? 1)}
          options={weekdays.map((value) => ({ value, label: t(`weekdays.${value}`) }))}
          error={wrong.weekday}
        />
      ) : null}
      {every === 'month' ? (
        <TextField
          label={t('form.monthDay')}
          description={t('form.monthDayHint')}
          name="monthDay"
          type="number"
          min={1}
          max={31}
          defaultValue={schedule?.monthDay ?? 1}
          error={wrong.monthDay}
        />
      ) : null}
      <SelectField
        label={t('form.hour')}
        name="hour"
        defaultValue={String(schedule?.hour ?? 6)}
        options={hours}
        error={wrong.hour}
      />
      <TextField
        label={t('form.zone')}
        description={t('form.zoneHint')}
        name="zone"
        defaultValue={schedule?.zone ?? zone}
        error={wrong.zone}
      />
      <TextField
        label={t('form.keepFiles')}
        description={t('form.keepHint')}
        name="keepFiles"
        type="number"
        min={1}
        max={100}
        defaultValue={schedule?.keepFiles ?? 12}
        error={wrong.keepFiles}
      />
    </>
  );
}
