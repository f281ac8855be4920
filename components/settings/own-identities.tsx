'use client';

import { Landmark } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { goToIssuer } from '@/components/auth/go-to-issuer';
import { usePasswordGate } from '@/components/auth/use-password-gate';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import type { ErrorCode } from '@/lib/errors';
import { beginLinkAction, removeIdentityAction } from '@/lib/members/sign-in/actions';
import type { OwnWays } from '@/lib/members/sign-in/data';
import { SignInGroup, SignInItem } from './sign-in-group';
import { codeOf, useStep } from './use-step';

export function OwnIdentities({ identities, issuer: host }: Pick<OwnWays, 'identities' | 'issuer'>) {
  const t = useTranslations('settings.signIn');
  const begin = usePasswordGate(beginLinkAction);
  const removal = usePasswordGate(removeIdentityAction);
  const { run, failure, isPending } = useStep();

  async function link(): Promise<ErrorCode | null> {
    const begun = await begin.run({});
    if (!begun?.ok) return codeOf(begun);
    return (await goToIssuer({ intent: begun.data.intent, next: '/settings' })).code;
  }

  return (
    <>
      <SignInGroup
        title={t('oidc')}
        failure={failure}
        action={
          host ? (
            <Button icon={Landmark} pending={isPending('link')} onClick={() => run('link', link)}>
              {t('link', { issuer: host })}
            </Button>
          ) : null
        }
      >
        {identities.map(({ issuer, subject, createdAt }) => (
          <SignInItem
            key={`${issuer} ${subject}`}
            name={`${new URL(issuer).host} ${subject}`}
            icon={Landmark}
            detail={t.rich('added', { time: () => <RelativeTime at={createdAt} /> })}
          >
            <Button
              size="small"
              aria-label={t('removeOne', { name: subject })}
              pending={isPending(subject)}
              onClick={() => run(subject, async () => codeOf(await removal.run({ issuer, subject })))}
            >
              {t('remove')}
            </Button>
          </SignInItem>
        ))}
      </SignInGroup>
      {begin.prompt}
      {removal.prompt}
    </>
  );
}
