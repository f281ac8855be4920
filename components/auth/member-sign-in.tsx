'use client';

import { KeyRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { lazy, Suspense, useState } from 'react';
import { Button } from '@/components/ui/button';
import type { ErrorCode } from '@/lib/errors';
import { type Refusal, refusalOf } from './next-auth-client';
import { RefusalNote } from './refusal-note';

/** Few people need it, and this page is the first that anyone loads. */
const MemberPasswordForm = lazy(async () => ({
  default: (await import('./member-password-form')).MemberPasswordForm,
}));

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
    setRefusal(await go().catch(() => refusalOf('connection-lost')));
    setPending(false);
  }

  return (
    <section aria-label={t('title')} className="grid gap-2">
      {refusal ? <RefusalNote refusal={refusal} own={{}} /> : null}
      {passkeys ? (
        <Button
          icon={KeyRound}
          pending={pending && way === 'passkey'}
          onClick={() =>
            run('passkey', async () => (await import('./enter-by-passkey')).enterByPasskey(next))
          }
        >
          {t('passkey')}
        </Button>
      ) : null}
      {issuer ? (
        <Button
          pending={pending && way === 'oidc'}
          onClick={() => run('oidc', async () => (await import('./go-to-issuer')).goToIssuer({ next }))}
        >
          {t('oidc', { issuer })}
        </Button>
      ) : null}
      {way === 'password' ? (
        <Suspense>
          <MemberPasswordForm next={next} />
        </Suspense>
      ) : (
        <Button onClick={() => setWay('password')}>{t('password')}</Button>
      )}
    </section>
  );
}
