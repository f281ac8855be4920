'use client';

import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { PageForm } from '@/components/forms/page-form';
import { ButtonLink } from '@/components/ui/button-link';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { RadioGroup } from '@/components/ui/radio-group';
import { answerOf } from '@/lib/http/call-action';
import { forgotPasswordAction } from '@/lib/members/actions';
import { AccountField } from './account-field';
import { RefusalNote } from './refusal-note';

export function ForgotPasswordForm() {
  const t = useTranslations('auth.forgot');
  // Only what was sent. The field keeps its own text, because no state knows what was typed before hydration.
  const [account, setAccount] = useState('');
  const [answer, setAnswer] = useState<Awaited<ReturnType<typeof forgotPasswordAction>> | null>(null);
  const [pending, startTransition] = useTransition();
  const wrong = answer && !answer.ok ? answer.fields : undefined;

  async function send(fields: FormData): Promise<void> {
    if (pending) return;
    const asked = { account: String(fields.get('account')).trim(), by: fields.get('by') };
    const asking = answerOf(forgotPasswordAction(asked));
    startTransition(async () => {
      setAnswer(await asking);
      setAccount(asked.account);
    });
    await asking;
  }

  if (answer?.ok) {
    return (
      <div className="flex flex-col items-start gap-4">
        <Notice tone="info" title={t('done.title')}>
          {t(`done.${answer.data.by}`, { account })}
        </Notice>
        <ButtonLink href="/login" tone="primary">
          {t('back')}
        </ButtonLink>
      </div>
    );
  }

  const refusal = (key: 'missing' | 'badEmail' | 'unknown') => ({
    title: t(`refused.${key}.title`),
    text: t(`refused.${key}.text`),
  });
  return (
    <PageForm
      answer={answer}
      refusal={
        answer ? (
          <RefusalNote
            refusal={answer}
            own={{
              'refused-missing-parameter': refusal('missing'),
              'refused-bad-email': refusal('badEmail'),
              'outcome-unknown': refusal('unknown'),
            }}
          />
        ) : null
      }
      send={send}
      pending={pending}
      submit={t('submit')}
      links={
        <p>
          <Link href="/login">{t('back')}</Link>
        </p>
      }
    >
      <AccountField label={t('account')} defaultValue={account} error={wrong?.account} />
      <RadioGroup
        label={t('by')}
        name="by"
        defaultValue="email"
        error={wrong?.by}
        options={[
          { value: 'email', label: t('email') },
          { value: 'phone', label: t('phone') },
        ]}
      />
    </PageForm>
  );
}
