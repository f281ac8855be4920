'use client';

import { useTranslations } from 'next-intl';
import { useForm } from '@/components/forms/use-form';
import type { VerbResult } from '@/lib/abilities/verb';

/** A form with an account's password. That it is wrong stands at its field. */
export function usePasswordForm<I, T>(
  action: (input: I) => Promise<VerbResult<T>>,
  onDone: (data: T) => void,
) {
  const t = useTranslations('connections');
  const entry = useForm(action, onDone);
  if (entry.code !== 'wrong-password') return entry;
  return { ...entry, code: null, fields: { password: t('passwordWrong') } };
}
