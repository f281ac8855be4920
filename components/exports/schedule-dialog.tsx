'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { FormDialog } from '@/components/forms/form-dialog';
import { useForm } from '@/components/forms/use-form';
import { toast } from '@/components/ui/toast';
import { saveScheduleAction } from '@/lib/files/actions';
import type { ListedSchedule } from '@/lib/files/data';
import {
  type AskedSchedule,
  ContentFields,
  type Every,
  FileFields,
  RhythmFields,
  type ViewChoice,
} from './schedule-fields';

/** Makes or edits a schedule. Typed text stays until it is saved. */
export function ScheduleDialog({
  schedule,
  zone,
  views,
  asked,
  onClose,
}: {
  schedule: ListedSchedule | null;
  zone: string;
  views: ViewChoice[];
  asked: AskedSchedule | null;
  onClose: () => void;
}) {
  const t = useTranslations('exports');
  const [every, setEvery] = useState<Every>(schedule?.every ?? 'day');
  const entry = useForm(saveScheduleAction, () => {
    toast(t('saved'));
    onClose();
  });
  const wrong = entry.fields;
  const fixed = {
    id: schedule?.id ?? '',
    weekday: schedule?.weekday ?? 1,
    monthDay: schedule?.monthDay ?? 1,
  };

  return (
    <FormDialog
      entry={entry}
      onClose={onClose}
      title={schedule ? t('edit', { name: schedule.name }) : t('add')}
      confirm={t('save')}
      onSubmit={(form) => entry.submit({ ...fixed, ...Object.fromEntries(new FormData(form)) })}
    >
      <ContentFields schedule={schedule} asked={asked} views={views} every={every} wrong={wrong} />
      <div className="grid gap-4 sm:grid-cols-2">
        <FileFields schedule={schedule} wrong={wrong} />
        <RhythmFields schedule={schedule} zone={zone} every={every} onEvery={setEvery} wrong={wrong} />
      </div>
    </FormDialog>
  );
}
