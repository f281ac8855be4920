'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { Link } from '@/components/ui/link';
import { SelectField, type SelectOption } from '@/components/ui/select-field';
import { TextField } from '@/components/ui/text-field';
import type { VerbResult } from '@/lib/abilities/verb';
import type { ListedSchedule } from '@/lib/files/data';
import { labelText } from '@/lib/text/visible-text';
import { hourText } from '@/lib/text/wall-text';

export type ViewChoice = { id: string; name: string };
/** What the events page asks to schedule: one of its views, or a filter as in its address. */
export type AskedSchedule = { view: string | null; query: string };
export type Every = ListedSchedule['every'];

type Fields = {
  schedule: ListedSchedule | null;
  wrong: NonNullable<Extract<VerbResult<unknown>, { ok: false }>['fields']>;
};

const everyEvent = 'all';
const ownFilter = 'filter';

export function ContentFields({
  schedule,
  asked,
  views,
  every,
  wrong,
}: Fields & { asked: AskedSchedule | null; views: ViewChoice[]; every: Every }) {
  const t = useTranslations('exports');
  const query = schedule?.query ?? asked?.query ?? '';
  const view = schedule ? schedule.viewId : (asked?.view ?? null);
  const [events, setEvents] = useState(view ?? (query === '' ? everyEvent : ownFilter));
  const isView = events !== everyEvent && events !== ownFilter;
  return (
    <>
      <TextField
        label={t('form.name')}
        name="name"
        maxLength={80}
        required
        defaultValue={schedule?.name ?? views.find(({ id }) => id === view)?.name}
        error={wrong.name}
      />
      <SelectField
        label={t('form.events')}
        description={
          isView ? (
            t('form.viewHint')
          ) : events === ownFilter ? (
            <Link href={`/events?${query}`} target="_blank">
              {t('form.showEvents')}
            </Link>
          ) : (
            t('form.eventsHint')
          )
        }
        value={events}
        onChange={(event) => setEvents(event.target.value)}
        options={[
          ...(query === '' ? [] : [{ value: ownFilter, label: t('form.ownFilter') }]),
          { value: everyEvent, label: t('allEvents') },
          ...views.map(({ id, name }) => ({ value: id, label: labelText(name), group: t('form.views') })),
        ]}
        error={wrong.view ?? wrong.query}
      />
      <input type="hidden" name="view" value={isView ? events : ''} />
      <input type="hidden" name="query" value={events === ownFilter ? query : ''} />
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

/** The zones of these names first, then all that the browser knows, by continent. */
function zoneOptions(first: string[]): SelectOption[] {
  const near = [...new Set(first)];
  const others = Intl.supportedValuesOf('timeZone').filter((name) => /\//.test(name) && !near.includes(name));
  return [
    ...near.map((name) => ({ value: name, label: name })),
    ...others.map((name) => ({ value: name, label: name, group: name.split('/')[0] ?? name })),
  ];
}

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
        onChoose={onEvery}
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
      <SelectField
        label={t('form.zone')}
        name="zone"
        defaultValue={schedule?.zone ?? zone}
        options={zoneOptions([schedule?.zone ?? zone, zone, 'UTC'])}
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
