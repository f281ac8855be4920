'use client';

import { Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { EntryAction, type EntryActionProps } from '@/components/registers/entry-action';
import { removePeopleAction, restorePeopleAction } from '@/lib/registers/people/actions';
import { selectedPeople } from './selected-people';

export function RemovePeople(props: EntryActionProps) {
  const t = useTranslations('people.remove');
  return (
    <EntryAction
      {...props}
      {...selectedPeople}
      icon={Trash2}
      button={t('button')}
      title={t('title', { count: props.count })}
      text={t('text')}
      confirm={() => t('many', { count: props.count })}
      act={removePeopleAction}
      done={(about) => t('done', about)}
      undo={restorePeopleAction}
      undone={(about) => t('restored', about)}
    >
      {({ keysOut }) =>
        keysOut > 0 ? <p className="mt-2 text-warn">{t('keysOut', { count: keysOut })}</p> : null
      }
    </EntryAction>
  );
}
