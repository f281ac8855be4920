'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { leavePage } from '@/components/auth/fetch-in-background';
import { postProvider, refusalOf } from '@/components/auth/next-auth-client';
import { RefusalNote } from '@/components/auth/refusal-note';
import { usePasswordGate } from '@/components/auth/use-password-gate';
import { PageForm } from '@/components/forms/page-form';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { TextField } from '@/components/ui/text-field';
import type { VerbResult } from '@/lib/abilities/verb';
import { answerOf } from '@/lib/http/call-action';
import { becomeOwnerAction, beginOwnerAction } from '@/lib/members/sign-in/actions';

type Failure = Extract<VerbResult<unknown>, { ok: false }>;

/** For the holder of the vendor's account: a passkey, and from then on a sign-in of their own. */
export function BecomeOwner() {
  const t = useTranslations('settings.owner');
  const gate = usePasswordGate(beginOwnerAction);
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [ticket, setTicket] = useState<string | null>(null);

  async function make(name: string): Promise<Failure | null> {
    const begun = await gate.run({ name });
    if (!begun?.ok) return begun;
    const { makePasskey, nameOfDevice } = await import('@/components/auth/ask-passkey');
    const { challengeId, options } = begun.data;
    const response = await makePasskey(options);
    if (!response) return { ok: false, code: 'passkey-unused' };
    const made = await answerOf(
      becomeOwnerAction({ name, challengeId, response, passkeyName: nameOfDevice() }),
    );
    if (!made.ok) return made;
    setTicket(made.data.ticket);
    return null;
  }

  async function run(act: () => Promise<Failure | null>) {
    if (pending) return;
    setPending(true);
    setFailure(null);
    setFailure(await act().catch((): Failure => ({ ok: false, code: 'connection-lost' })));
    setPending(false);
  }

  async function enter(held: string): Promise<Failure | null> {
    const answer = await leavePage(() => postProvider('ticket', { ticket: held }));
    if (!answer.ok) return { ok: false, code: answer.code };
    // With a new session, all that was loaded for the old one must leave the memory.
    window.location.assign('/');
    return new Promise(() => {});
  }

  const refusal =
    failure && !failure.fields ? <RefusalNote refusal={refusalOf(failure.code)} own={{}} /> : null;
  if (ticket) {
    return (
      <div className="grid max-w-lg gap-3">
        {refusal}
        <Notice tone="good" title={t('made')}>
          {t('madeText')}
        </Notice>
        <Button
          tone="primary"
          className="justify-self-start"
          pending={pending}
          onClick={() => run(() => enter(ticket))}
        >
          {t('enter')}
        </Button>
      </div>
    );
  }
  return (
    <div className="grid max-w-lg gap-3">
      <p className="text-muted">{t('intro')}</p>
      <PageForm
        answer={failure}
        refusal={refusal}
        send={(data) => run(() => make(String(data.get('name'))))}
        pending={pending}
        submit={t('add')}
        links={null}
      >
        <TextField
          label={t('name')}
          description={t('nameHint')}
          name="name"
          autoComplete="name"
          maxLength={100}
          required
          error={failure?.fields?.name}
        />
      </PageForm>
      {gate.prompt}
    </div>
  );
}
