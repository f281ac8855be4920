'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useEffectEvent } from 'react';
import { toast } from '@/components/ui/toast';
import { keepTyping } from './kept-typing';

export function KeepTyping({ account }: { account: string }) {
  const t = useTranslations('shell');
  const onWaiting = useEffectEvent(() => toast(t('typedWaits')));
  useEffect(() => keepTyping(account, () => onWaiting()), [account]);
  return null;
}
