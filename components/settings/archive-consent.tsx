'use client';

import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { usePasswordGate } from '@/components/auth/use-password-gate';
import { Button } from '@/components/ui/button';
import { useStopped } from '@/components/ui/doubt';
import { DoubtNote } from '@/components/ui/doubt-note';
import { ErrorNote } from '@/components/ui/error-note';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import type { VerbResult } from '@/lib/abilities/verb';
import type { ConsentState } from '@/lib/auth/consent';
import { giveArchiveConsentAction, withdrawArchiveConsentAction } from '@/lib/desk/settings/actions';
import { answerOf } from '@/lib/http/call-action';

type Refusal = Extract<VerbResult<unknown>, { ok: false }>;

export function ArchiveConsent({ consent }: { consent: ConsentState }) {
  const t = useTranslations('settings.archive');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const stopped = useStopped('register');
  const [pending, startTransition] = useTransition();
  const { run: give, prompt } = usePasswordGate(giveArchiveConsentAction);

  function run(action: () => Promise<VerbResult<unknown> | null>) {
    setRefusal(null);
    startTransition(async () => {
      const result = await action();
      if (result && !result.ok) setRefusal(result);
    });
  }

  const given = consent.state === 'given';
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="max-w-prose text-muted">{t('intro')}</p>
      {refusal ? <ErrorNote code={refusal.code} /> : null}
      {consent.state === 'refused' || consent.state === 'parked' ? (
        <Notice tone="warn">{t.rich(consent.state, { time: () => <RelativeTime at={consent.at} /> })}</Notice>
      ) : (
        <p>
          {given ? (
            <span key="given">{t.rich('given', { time: () => <RelativeTime at={consent.since} /> })}</span>
          ) : (
            t('none')
          )}
        </p>
      )}
      {given ? null : <DoubtNote doubt={stopped} />}
      <div className="flex flex-wrap gap-2">
        {given ? null : (
          <Button
            tone="primary"
            pending={pending}
            disabled={stopped !== null}
            onClick={() => run(() => give({}))}
          >
            {t('give')}
          </Button>
        )}
        {consent.state === 'none' ? null : (
          <Button pending={pending} onClick={() => run(() => answerOf(withdrawArchiveConsentAction({})))}>
            {t('withdraw')}
          </Button>
        )}
      </div>
      {prompt}
    </div>
  );
}
