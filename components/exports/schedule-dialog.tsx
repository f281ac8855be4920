'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useId, useRef, useState, useTransition } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { useStopped } from '@/components/ui/doubt';
import { DoubtNote } from '@/components/ui/doubt-note';
import { ErrorNote } from '@/components/ui/error-note';
import { toast } from '@/components/ui/toast';
import type { VerbResult } from '@/lib/abilities/verb';
import { saveScheduleAction } from '@/lib/files/actions';
import type { ListedSchedule } from '@/lib/files/data';
import { answerOf } from '@/lib/http/call-action';
import { ContentFields, type Every, FileFields, RhythmFields, type ViewChoice } from './schedule-fields';

type Refusal = Extract<VerbResult<unknown>, { ok: false }>;

/** Makes or edits a schedule. Typed text stays until it is saved. */
export function ScheduleDialog({
  schedule,
  zone,
  views,
  onClose,
}: {
  schedule: ListedSchedule | null;
  zone: string;
  views: ViewChoice[];
  onClose: () => void;
}) {
  const t = useTranslations('exports');
  const common = useTranslations('common');
  const formId = useId();
  const form = useRef<HTMLFormElement>(null);
  const [every, setEvery] = useState<Every>(schedule?.every ?? 'day');
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
        <ContentFields schedule={schedule} views={views} every={every} wrong={wrong} />
        <div className="grid gap-4 sm:grid-cols-2">
          <FileFields schedule={schedule} wrong={wrong} />
          <RhythmFields schedule={schedule} zone={zone} every={every} onEvery={setEvery} wrong={wrong} />
        </div>
      </form>
    </Dialog>
  );
}
