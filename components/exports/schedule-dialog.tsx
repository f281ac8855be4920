'use client';

import { useLocale, useTranslations } from 'next-intl';
import { type FormEvent, useId, useRef, useState, useTransition } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { useStopped } from '@/components/ui/doubt';
import { DoubtNote } from '@/components/ui/doubt-note';
import { ErrorNote } from '@/components/ui/error-note';
import { SelectField } from '@/components/ui/select-field';
import { TextField } from '@/components/ui/text-field';
import { toast } from '@/components/ui/toast';
import type { VerbResult } from '@/lib/abilities/verb';
import { saveScheduleAction } from '@/lib/files/actions';
import type { ListedSchedule } from '@/lib/files/data';
import { visibleText } from '@/lib/files/write/visible-text';
import { answerOf } from '@/lib/http/call-action';
import { hourText } from '@/lib/text/wall-text';

type Refusal = Extract<VerbResult<unknown>, { ok: false }>;
export type ViewChoice = { id: string; name: string };
type Every = ListedSchedule['every'];

/** A new schedule, or one that there is. What was typed stays until it is saved. */
export function ScheduleDialog({
  schedule,
  zone,
  views,
  onClose,
}: {
  schedule: ListedSchedule | null;
  /** For a new one. */
  zone: string;
  views: ViewChoice[];
  onClose: () => void;
}) {
  const t = useTranslations('exports');
  const common = useTranslations('common');
  const locale = useLocale();
  const formId = useId();
  const form = useRef<HTMLFormElement>(null);
  const [every, setEvery] = useState<Every>(schedule?.every ?? 'day');
  const [view, setView] = useState(schedule?.viewId ?? '');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [pending, startTransition] = useTransition();
  const wrong = refusal?.fields ?? {};

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (pending) return;
    const fields = Object.fromEntries(new FormData(event.currentTarget));
    const fixed = {
      query: '',
      id: schedule?.id ?? '',
      weekday: schedule?.weekday ?? 1,
      monthDay: schedule?.monthDay ?? 1,
    };
    startTransition(async () => {
      const result = await answerOf(saveScheduleAction({ ...fixed, ...fields }));
      if (result.ok) {
        toast(t('saved'));
        onClose();
        return;
      }
      setRefusal(result);
      const [first] = Object.keys(result.fields ?? {});
      if (first) form.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
    });
  }

  const stopped = useStopped('register');
  const weekdays = (['1', '2', '3', '4', '5', '6', '7'] as const).map((value) => ({
    value,
    label: t(`weekdays.${value}`),
  }));
  const hours = Array.from({ length: 24 }, (_, hour) => ({
    value: String(hour),
    label: hourText(hour),
  }));
  return (
    <Dialog
      open
      onClose={onClose}
      title={schedule ? t('edit', { name: schedule.name }) : t('add')}
      locked={pending}
      footer={
        <>
          <Button onClick={onClose} disabled={pending}>
            {common('cancel')}
          </Button>
          <Button type="submit" form={formId} tone="primary" pending={pending} disabled={stopped !== null}>
            {t('save')}
          </Button>
        </>
      }
    >
      <form ref={form} id={formId} noValidate method="post" onSubmit={onSubmit} className="grid gap-4">
        <DoubtNote doubt={stopped} />
        {refusal && !refusal.fields ? <ErrorNote code={refusal.code} /> : null}
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
            options={views.map(({ id, name }) => ({ value: id, label: visibleText(name) }))}
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
        <div className="grid gap-4 sm:grid-cols-2">
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
          <SelectField
            label={t('form.every')}
            name="every"
            value={every}
            onChange={(event) => setEvery(event.target.value as Every)}
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
              options={weekdays}
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
        </div>
      </form>
    </Dialog>
  );
}
