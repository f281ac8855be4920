'use client';

import { Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { EntryAction, type EntryActionProps } from '@/components/registers/entry-action';
import { removeKeysAction, restoreKeysAction } from '@/lib/registers/keys/actions';
import { selectedKeys } from './selected-keys';

export function RemoveKeys(props: EntryActionProps) {
  const t = useTranslations('keys.remove');
  return (
    <EntryAction
      {...props}
      {...selectedKeys}
      icon={Trash2}
      button={t('button')}
      title={t('title', { count: props.count })}
      text={t('text')}
      confirm={() => t('confirm', { count: props.count })}
      act={removeKeysAction}
      done={(about) => t('done', about)}
      undo={restoreKeysAction}
      undone={(about) => t('restored', about)}
      numberOut={t('numberOut')}
    />
  );
}
