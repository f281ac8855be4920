'use client';

import { KeyRound } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import type { ErrorCode } from '@/lib/errors';
import { goToIssuer, postProvider, type Refusal, refusalOf } from './next-auth-client';
import { RefusalNote } from './refusal-note';

/** Few people need it, and this page is the first that anyone loads. */
const MemberPasswordForm = dynamic(() =>
  import('./member-password-form').then((module) => module.MemberPasswordForm),
);

type Way = 'passkey' | 'password' | 'oidc';

/** A member's ways to sign in. `issuer`: its host, if one is set. `refused`: why the last way over the issuer failed. */
export function MemberSignIn({
  next,
  passkeys,
  issuer,
  refused,
}: {
  next: string;
  passkeys: boolean;
  issuer: string | null;
  refused: ErrorCode | null;
}) {
  const t = useTranslations('auth.member');
  const [way, setWay] = useState<Way | null>(null);
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(refused ? refusalOf(refused) : null);

  async function run(which: Way, go: () => Promise<Refusal | null>) {
    if (pending) return;
    setWay(which);
    setRefusal(null);
    setPending(true);
    setRefusal(await go());
    setPending(false);
  }

  return (
    <section aria-label={t('title')} className="grid gap-2">
      {refusal ? <RefusalNote refusal={refusal} own={{}} /> : null}
      {passkeys ? (
        <Button
          icon={KeyRound}
          pending={pending && way === 'passkey'}
          onClick={() => run('passkey', () => signIn(next))}
        >
          {t('passkey')}
        </Button>
      ) : null}
      {issuer ? (
        <Button pending={pending && way === 'oidc'} onClick={() => run('oidc', () => goToIssuer({ next }))}>
          {t('oidc', { issuer })}
        </Button>
      ) : null}
      {way === 'password' ? (
        <MemberPasswordForm next={next} />
      ) : (
        <Button onClick={() => setWay('password')}>{t('password')}</Button>
      )}
    </section>
  );
}

async function signIn(next: string): Promise<Refusal | null> {
  try {
    const [{ askPasskey }, asked] = await Promise.all([
      import('./ask-passkey'),
      fetch('/api/sign-in', { method: 'POST' }),
    ]);
    const body = await asked.json();
    if (!asked.ok) return refusalOf(body.error);
    const response = await askPasskey(body.options);
    if (!response) return refusalOf('passkey-unused');
    const fields = { challenge: body.challengeId, response: JSON.stringify(response) };
    const answer = await postProvider('passkey', fields);
    if (!answer.ok) return answer;
  } catch {
    return refusalOf('unexpected');
  }
  window.location.assign(next + window.location.hash);
  return new Promise(() => {});
}
