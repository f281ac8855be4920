'use client';

import { RectangleEllipsis } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { usePasswordGate } from '@/components/auth/use-password-gate';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import type { ErrorCode } from '@/lib/errors';
import {
  beginTotpAction,
  removePasswordAction,
  replaceRecoveryCodesAction,
} from '@/lib/members/sign-in/actions';
import type { OwnWays } from '@/lib/members/sign-in/data';
import type { TotpOffer } from '@/lib/members/sign-in/totp-code';
import { SignInGroup, SignInItem } from './sign-in-group';
import { codeOf, useStep } from './use-step';

const PasswordDialog = dynamic(() => import('./password-dialog').then((module) => module.PasswordDialog), {
  ssr: false,
});
const CodesDialog = dynamic(() => import('./codes-dialog').then((module) => module.CodesDialog), {
  ssr: false,
});

export function OwnPassword({
  signInName,
  passwordSetAt: setAt,
  recoveryCodes,
}: Pick<OwnWays, 'signInName' | 'passwordSetAt' | 'recoveryCodes'>) {
  const t = useTranslations('settings.signIn');
  const begin = usePasswordGate(beginTotpAction);
  const replacement = usePasswordGate(replaceRecoveryCodesAction);
  const removal = usePasswordGate(removePasswordAction);
  const { run, failure, isPending } = useStep();
  const [offer, setOffer] = useState<TotpOffer | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);

  async function prepare(): Promise<ErrorCode | null> {
    const begun = await begin.run({});
    if (begun?.ok) setOffer(begun.data);
    return codeOf(begun);
  }

  async function replaceCodes(): Promise<ErrorCode | null> {
    const made = await replacement.run({});
    if (made?.ok) setCodes(made.data.codes);
    return codeOf(made);
  }

  return (
    <>
      <SignInGroup title={t('password')} failure={failure}>
        <SignInItem
          name={setAt ? signInName : t('noPassword')}
          icon={RectangleEllipsis}
          detail={setAt ? <State setAt={setAt} codesLeft={recoveryCodes} /> : null}
        >
          <Button size="small" pending={isPending('set')} onClick={() => run('set', prepare)}>
            {setAt ? t('changePassword') : t('setPassword')}
          </Button>
          {setAt ? (
            <>
              <Button size="small" pending={isPending('codes')} onClick={() => run('codes', replaceCodes)}>
                {t('newCodes')}
              </Button>
              <Button
                size="small"
                aria-label={t('removePassword')}
                pending={isPending('remove')}
                onClick={() => run('remove', async () => codeOf(await removal.run({})))}
              >
                {t('remove')}
              </Button>
            </>
          ) : null}
        </SignInItem>
      </SignInGroup>
      {offer ? (
        <PasswordDialog
          offer={offer}
          signInName={signInName}
          onClose={() => setOffer(null)}
          onSet={(made) => {
            setOffer(null);
            setCodes(made);
          }}
        />
      ) : null}
      {codes ? <CodesDialog codes={codes} onClose={() => setCodes(null)} /> : null}
      {begin.prompt}
      {replacement.prompt}
      {removal.prompt}
    </>
  );
}

function State({ setAt, codesLeft }: { setAt: string; codesLeft: number }) {
  const t = useTranslations('settings.signIn');
  return (
    <>
      <span>{t.rich('passwordSet', { time: () => <RelativeTime at={setAt} /> })}</span>
      <span className="before:content-['_·_']">{t('codesLeft', { count: codesLeft })}</span>
    </>
  );
}
