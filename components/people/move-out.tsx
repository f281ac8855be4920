'use client';

import { DoorOpen } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { EntryAction, type EntryActionProps } from '@/components/registers/entry-action';
import { moveOutAction, undoMoveOutAction } from '@/lib/registers/people/actions';
import { selectedPeople } from './selected-people';

/** Records a move-out day. The button says for how many people, and when. */
export function MoveOut({ today, ...props }: EntryActionProps & { today: string }) {
  const t = useTranslations('people.moveOut');
  const format = useFormatter();
  const { count } = props;
  const dayWords = (day: string) => format.dateTime(new Date(`${day}T00:00:00Z`), 'day', { timeZone: 'UTC' });
  return (
    <EntryAction
      {...props}
      {...selectedPeople}
      icon={DoorOpen}
      button={t('button')}
      tone="primary"
      title={t('title', { count })}
      text={t('text')}
      confirm={(day) => (day ? t('confirm', { count, day: dayWords(day) }) : t('confirmNoDay'))}
      day={{ label: t('day'), today }}
      act={moveOutAction}
      done={(about) => t('done', about)}
      undo={undoMoveOutAction}
      undone={(about) => t('undone', about)}
    />
  );
}
