'use client';

import { Laptop } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { usePasswordGate } from '@/components/auth/use-password-gate';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { ErrorNote } from '@/components/ui/error-note';
import { RelativeTime } from '@/components/ui/relative-time';
import type { VerbResult } from '@/lib/abilities/verb';
import type { OwnSession } from '@/lib/auth/session-list';
import type { ErrorCode } from '@/lib/errors';
import { endOtherSessionsAction, endSessionAction } from '@/lib/members/actions';

export function SessionsPanel({ sessions }: { sessions: OwnSession[] }) {
  const t = useTranslations('settings.sessions');
  const [asking, setAsking] = useState(false);
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const [ending, setEnding] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();
  const others = sessions.filter(({ current }) => !current).length;

  const one = usePasswordGate(endSessionAction);
  const all = usePasswordGate(endOtherSessionsAction);

  function run(which: string, action: () => Promise<VerbResult<unknown> | null>) {
    setFailure(null);
    setEnding(which);
    startTransition(async () => {
      const result = await action();
      if (result?.ok) setAsking(false);
      else setFailure(result?.code ?? null);
      setEnding(null);
    });
  }

  return (
    <>
      <p className="mb-3 max-w-prose text-muted">{t('intro')}</p>
      {failure && !asking ? <ErrorNote code={failure} className="mb-3" /> : null}
      <ul className="divide-y divide-line">
        {sessions.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            pending={pending && ending === session.id}
            onEnd={() => run(session.id, () => one.run({ id: session.id }))}
          />
        ))}
      </ul>
      {others > 0 ? (
        <Button className="mt-3" onClick={() => setAsking(true)}>
          {t('endOthers', { count: others })}
        </Button>
      ) : null}
      <ConfirmDialog
        whileInDoubt
        open={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => run('others', () => all.run({}))}
        title={t('endOthersTitle')}
        description={t('endOthersText')}
        confirm={t('endOthers', { count: others })}
        pending={pending && ending === 'others'}
        error={failure}
      />
      {one.prompt}
      {all.prompt}
    </>
  );
}

function SessionRow({
  session,
  pending,
  onEnd,
}: {
  session: OwnSession;
  pending: boolean;
  onEnd: () => void;
}) {
  const t = useTranslations('settings.sessions');
  const roles = useTranslations('common.roles');
  const name = session.browser.name ?? t('unknownBrowser');
  const browser = t('browser', { browser: name, system: session.browser.system ?? t('unknownSystem') });
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-3">
      <Laptop aria-hidden className="size-5 shrink-0 text-muted" strokeWidth={1.5} />
      <div className="min-w-0 flex-1">
        <p className="font-medium">
          <span>{browser}</span>
          {session.current ? (
            <span className="ml-2 font-normal text-good text-sm">{t('current')}</span>
          ) : null}
        </p>
        <p className="text-muted text-sm">
          <span>{session.account ?? roles(session.role)}</span>
          {' · '}
          {t.rich('started', { time: () => <RelativeTime at={session.startedAt} /> })}
          {' · '}
          {t.rich('lastUsed', { time: () => <RelativeTime at={session.lastUsedAt} /> })}
        </p>
      </div>
      {session.current ? null : (
        <Button size="small" pending={pending} aria-label={t('endOne', { browser })} onClick={onEnd}>
          {t('end')}
        </Button>
      )}
    </li>
  );
}
