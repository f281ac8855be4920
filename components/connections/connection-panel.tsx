'use client';

import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { useOwnApproval } from '@/components/approvals/use-own-approval';
import { usePasswordGate } from '@/components/auth/use-password-gate';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { useStopped } from '@/components/ui/doubt';
import { DoubtNote } from '@/components/ui/doubt-note';
import { ErrorNote } from '@/components/ui/error-note';
import { Panel } from '@/components/ui/panel';
import { RelativeTime } from '@/components/ui/relative-time';
import { SafeText } from '@/components/ui/safe-text';
import { toast } from '@/components/ui/toast';
import type { VerbResult } from '@/lib/abilities/verb';
import {
  connectAccountAction,
  pauseConnectionAction,
  removeConnectionAction,
  resumeConnectionAction,
} from '@/lib/connections/actions';
import type { Connection } from '@/lib/connections/data';
import type { ErrorCode } from '@/lib/errors';
import { answerOf } from '@/lib/http/call-action';
import { ConnectionStateBadge } from './connection-state';
import { PasswordDialog } from './password-dialog';

type Deed = 'connect' | 'pause' | 'resume' | 'remove';

/** One connection: its state, and what a person can do with it. */
export function ConnectionPanel({
  connection,
  byPassword,
  removalWaits,
}: {
  connection: Connection;
  /** A second member has to agree before it is removed. */
  removalWaits: boolean;
  /** A member has no password of the account in their session: they type it. */
  byPassword: boolean;
}) {
  const t = useTranslations('connections');
  const roles = useTranslations('common.roles');
  const [asking, setAsking] = useState<'remove' | 'password' | null>(null);
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const [doing, setDoing] = useState<Deed | null>(null);
  const [pending, startTransition] = useTransition();
  const stopped = useStopped('desk');
  const connect = usePasswordGate(connectAccountAction);
  const { id, account, role, state, isOwn } = connection;
  const approval = useOwnApproval(removalWaits && asking === 'remove', {
    verb: 'connections.remove',
    about: id,
  });

  function run(deed: Deed, action: () => Promise<VerbResult<unknown> | null>) {
    setFailure(null);
    setDoing(deed);
    startTransition(async () => {
      const result = await action();
      if (result?.ok) {
        setAsking(null);
        toast(t(`done.${deed}`, { account }));
      } else setFailure(result?.code ?? null);
      setDoing(null);
    });
  }

  const is = (deed: Deed) => pending && doing === deed;
  return (
    <Panel
      title={<SafeText>{account}</SafeText>}
      description={isOwn ? `${roles(role)} · ${t('own')}` : roles(role)}
      actions={<ConnectionStateBadge state={state} />}
    >
      <div className="flex flex-col items-start gap-3">
        <p className="max-w-prose">{t(`meaning.${state}`)}</p>
        <Facts connection={connection} />
        {failure && asking === null ? <ErrorNote code={failure} /> : null}
        {state === 'none' || state === 'paused' ? <DoubtNote doubt={stopped} /> : null}
        <div className="flex flex-wrap gap-2">
          {state === 'none' ? (
            <Button
              tone="primary"
              pending={is('connect')}
              disabled={stopped !== null}
              onClick={() => (byPassword ? setAsking('password') : run('connect', () => connect.run({ id })))}
            >
              {t('connect')}
            </Button>
          ) : null}
          {state === 'paused' ? (
            <Button
              tone="primary"
              pending={is('resume')}
              disabled={stopped !== null}
              onClick={() => run('resume', () => answerOf(resumeConnectionAction({ id })))}
            >
              {t('resume')}
            </Button>
          ) : null}
          {state === 'connected' || state === 'doubted' ? (
            <Button
              pending={is('pause')}
              onClick={() => run('pause', () => answerOf(pauseConnectionAction({ id })))}
            >
              {t('pause')}
            </Button>
          ) : null}
          {state === 'none' ? null : (
            <>
              <Button onClick={() => setAsking('password')}>{t('newPassword')}</Button>
              <Button onClick={() => setAsking('remove')}>{t('remove')}</Button>
            </>
          )}
        </div>
      </div>
      <PasswordDialog
        id={id}
        account={account}
        isFirst={state === 'none'}
        isPaused={state === 'paused'}
        open={asking === 'password'}
        onClose={() => setAsking(null)}
      />
      <ConfirmDialog
        whileInDoubt
        open={asking === 'remove'}
        onClose={() => {
          setAsking(null);
          setFailure(null);
        }}
        onConfirm={() => run('remove', () => answerOf(removeConnectionAction({ id })))}
        title={t('removeTitle', { account })}
        description={isOwn ? t('removeText') : t('removeOtherText')}
        confirm={t('remove')}
        pending={is('remove')}
        error={failure}
        approval={removalWaits ? approval : null}
      />
      {connect.prompt}
    </Panel>
  );
}

function Facts({ connection }: { connection: Connection }) {
  const t = useTranslations('connections.facts');
  const { state, since, connectedBy, connectedAt, lastGoodAt } = connection;
  if (!connectedAt) return null;
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
      {since && state !== 'connected' ? (
        <>
          <dt className="text-muted">{t(`since.${state}`)}</dt>
          <dd>
            <RelativeTime at={since} />
          </dd>
        </>
      ) : null}
      <dt className="text-muted">{t('connected')}</dt>
      <dd>
        <RelativeTime at={connectedAt} />
      </dd>
      {connectedBy ? (
        <>
          <dt className="text-muted">{t('by')}</dt>
          <dd className="min-w-0 break-words">
            <SafeText>{connectedBy}</SafeText>
          </dd>
        </>
      ) : null}
      <dt className="text-muted">{t('lastGood')}</dt>
      <dd>{lastGoodAt ? <RelativeTime at={lastGoodAt} /> : t('none')}</dd>
    </dl>
  );
}
