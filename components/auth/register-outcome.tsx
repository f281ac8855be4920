'use client';

import { useTranslations } from 'next-intl';
import { ButtonLink } from '@/components/ui/button-link';
import { Notice } from '@/components/ui/notice';
import type { registerAction } from '@/lib/account/actions';
import { RefusalNote } from './refusal-note';

export type RegisterAnswer = Awaited<ReturnType<typeof registerAction>>;

/** The cloud's five answers to a sign-up (10001), and a lost one. */
export function RegisterOutcome({ answer, email }: { answer: RegisterAnswer; email: string }) {
  const t = useTranslations('auth.register');
  if (!answer.ok) {
    const words = (key: 'failure' | 'missing' | 'unknown') => ({
      title: t(`refused.${key}.title`),
      text: t(`refused.${key}.text`),
    });
    return (
      <RefusalNote
        refusal={answer}
        own={{
          'refused-failure': words('failure'),
          'refused-missing-parameter': words('missing'),
          'outcome-unknown': words('unknown'),
        }}
      />
    );
  }
  const { state } = answer.data;
  return (
    <div className="flex flex-col items-start gap-4">
      <Notice tone={state === 'signed-up-not-activated' ? 'info' : 'good'} title={t(`done.${state}.title`)}>
        {t(`done.${state}.text`, { email })}
      </Notice>
      <ButtonLink href="/login" tone="primary">
        {t('toSignIn')}
      </ButtonLink>
    </div>
  );
}
