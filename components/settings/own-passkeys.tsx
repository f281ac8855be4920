'use client';

import { KeyRound } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { usePasswordGate } from '@/components/auth/use-password-gate';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import { toast } from '@/components/ui/toast';
import type { ErrorCode } from '@/lib/errors';
import { answerOf } from '@/lib/http/call-action';
import { addPasskeyAction, beginPasskeyAction, removePasskeyAction } from '@/lib/members/sign-in/actions';
import type { OwnPasskey, OwnWays } from '@/lib/members/sign-in/data';
import { SignInGroup, SignInItem } from './sign-in-group';
import { codeOf, useStep } from './use-step';

const RenameDialog = dynamic(
  () => import('./rename-passkey-dialog').then((module) => module.RenamePasskeyDialog),
  { ssr: false },
);

export function OwnPasskeys({ passkeys, passkeysWork }: Pick<OwnWays, 'passkeys' | 'passkeysWork'>) {
  const t = useTranslations('settings.signIn');
  const begin = usePasswordGate(beginPasskeyAction);
  const removal = usePasswordGate(removePasskeyAction);
  const { run, failure, isPending } = useStep();
  const [renamed, setRenamed] = useState<OwnPasskey | null>(null);

  async function add(): Promise<ErrorCode | null> {
    const begun = await begin.run({});
    if (!begun?.ok) return codeOf(begun);
    const { makePasskey, nameOfDevice } = await import('@/components/auth/ask-passkey');
    const { challengeId, options } = begun.data;
    const response = await makePasskey(options);
    if (!response) return 'passkey-unused';
    const added = await answerOf(addPasskeyAction({ challengeId, response, passkeyName: nameOfDevice() }));
    if (added.ok) toast(t('passkeyAdded'));
    return codeOf(added);
  }

  return (
    <>
      <SignInGroup
        title={t('passkeys')}
        failure={failure}
        action={
          passkeysWork ? (
            <Button icon={KeyRound} pending={isPending('add')} onClick={() => run('add', add)}>
              {t('addPasskey')}
            </Button>
          ) : (
            <p className="text-muted">{t('noPasskeys')}</p>
          )
        }
      >
        {passkeys.map((passkey) => (
          <SignInItem
            key={passkey.id}
            name={passkey.name}
            icon={KeyRound}
            detail={<Dates passkey={passkey} />}
          >
            <Button
              size="small"
              aria-label={t('renameOne', { name: passkey.name })}
              onClick={() => setRenamed(passkey)}
            >
              {t('rename')}
            </Button>
            <Button
              size="small"
              aria-label={t('removeOne', { name: passkey.name })}
              pending={isPending(passkey.id)}
              onClick={() => run(passkey.id, async () => codeOf(await removal.run({ id: passkey.id })))}
            >
              {t('remove')}
            </Button>
          </SignInItem>
        ))}
      </SignInGroup>
      {renamed ? <RenameDialog passkey={renamed} onClose={() => setRenamed(null)} /> : null}
      {begin.prompt}
      {removal.prompt}
    </>
  );
}

function Dates({ passkey: { createdAt, lastUsedAt } }: { passkey: OwnPasskey }) {
  const t = useTranslations('settings.signIn');
  return (
    <>
      <span>{t.rich('added', { time: () => <RelativeTime at={createdAt} /> })}</span>
      {lastUsedAt ? (
        <span className="before:content-['_·_']">
          {t.rich('lastUsed', { time: () => <RelativeTime at={lastUsedAt} /> })}
        </span>
      ) : null}
    </>
  );
}
