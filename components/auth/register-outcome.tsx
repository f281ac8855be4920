'use client';

import { useTranslations } from 'next-intl';
import { ButtonLink } from '@/components/ui/button-link';
import { Notice } from '@/components/ui/notice';
import type { registerAction } from '@/lib/members/actions';
import { RefusalNote } from './refusal-note';

export type RegisterAnswer = Awaited<ReturnType<typeof registerAction>>;

/** The same whether the account exists or not: strangers must not learn who has one. */
export function RegisterOutcome({ answer, email }: { answer: RegisterAnswer; email: string }) {
  const t = useTranslations('auth.register');
  if (!answer.ok) {
    const words = (key: 'missing' | 'unknown') => ({
      title: t(`refused.${key}.title`),
      text: t(`refused.${key}.text`),
    });
    return (
      <RefusalNote
        refusal={answer}
        own={{
          'refused-missing-parameter': words('missing'),
          'outcome-unknown': words('unknown'),
        }}
      />
    );
  }
  return (
    <div className="flex flex-col items-start gap-4">
      <Notice tone="info" title={t('done.title')}>
        {t('done.text', { email })}
      </Notice>
      <ButtonLink href="/login" tone="primary">
        {t('toSignIn')}
      </ButtonLink>
    </div>
  );
}
