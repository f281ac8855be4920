'use client';

import { Eye, EyeOff } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useEffect, useState, useTransition } from 'react';
import { usePasswordGate } from '@/components/auth/use-password-gate';
import { Button } from '@/components/ui/button';
import { Code } from '@/components/ui/code';
import { useStopped } from '@/components/ui/doubt';
import { ErrorNote } from '@/components/ui/error-note';
import type { ErrorCode } from '@/lib/errors';
import { revealFixedPasswordAction } from '@/lib/rooms/actions';

const RevealWait = dynamic(() => import('./reveal-wait').then((module) => module.RevealWait), {
  ssr: false,
});

const shownSeconds = 30;

type Props = {
  door: { gid: string; channel: number; name: string };
  /** Only one door's password is visible at a time. */
  shown: boolean;
  onShow: (shown: boolean) => void;
};

/** A door's fixed password, fetched on request and forgotten after half a minute. */
export function FixedPassword({ door, shown, onShow }: Props) {
  const t = useTranslations('rooms.reveal');
  const [password, setPassword] = useState<string | null>(null);
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const [pending, startTransition] = useTransition();
  const stopped = useStopped('export');
  const { run, prompt } = usePasswordGate(revealFixedPasswordAction);
  /** The request for approval that waits. */
  const [asked, setAsked] = useState<string | null>(null);
  const [approvedBy, setApprovedBy] = useState<string | null>(null);

  function show() {
    startTransition(async () => {
      setFailure(null);
      const result = await run({ gid: door.gid, channel: door.channel });
      if (!result) return;
      setApprovedBy(null);
      setAsked(result.ok ? null : (result.approval ?? null));
      if (!result.ok) {
        setFailure(result.approval ? null : result.code);
        return;
      }
      setPassword(result.data.password ?? '');
      onShow(true);
    });
  }

  function hide() {
    setPassword(null);
    onShow(false);
  }

  return (
    <div className="grid gap-1.5">
      {shown && password !== null ? (
        <Revealed password={password} onHide={hide} />
      ) : (
        <span className="flex flex-wrap items-center gap-2" data-chrome>
          <span aria-hidden className="text-muted tracking-widest">
            ••••••
          </span>
          <Button
            size="small"
            icon={Eye}
            pending={pending}
            disabled={stopped !== null}
            onClick={show}
            aria-label={approvedBy === null ? t('showNamed', { door: door.name }) : undefined}
          >
            {approvedBy === null ? t('show') : t('approvedShow', { name: approvedBy })}
          </Button>
          {stopped ? <span className="text-muted text-sm">{t('stopped')}</span> : null}
        </span>
      )}
      {failure ? <ErrorNote code={failure} /> : null}
      {asked ? <RevealWait key={asked} id={asked} onApproved={setApprovedBy} /> : null}
      {prompt}
    </div>
  );
}

function Revealed({ password, onHide }: { password: string; onHide: () => void }) {
  const t = useTranslations('rooms.reveal');
  const [left, setLeft] = useState(shownSeconds);
  useEffect(() => {
    const until = performance.now() + shownSeconds * 1000;
    const timer = setInterval(() => {
      const seconds = Math.ceil((until - performance.now()) / 1000);
      setLeft(seconds);
      if (seconds <= 0) onHide();
    }, 500);
    // The next person at the screen must not find it there.
    const onHidden = () => document.hidden && onHide();
    document.addEventListener('visibilitychange', onHidden);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', onHidden);
    };
  }, [onHide]);
  return (
    <span className="grid gap-1 print:hidden">
      <span role="status" className="flex flex-wrap items-center gap-2">
        {password === '' ? <span className="text-muted">{t('none')}</span> : <Code value={password} />}
        <Button size="small" icon={EyeOff} onClick={onHide}>
          {t('hide')}
        </Button>
      </span>
      <span className="tabular text-muted text-sm">
        {t('hides', { seconds: Math.max(0, left) })} {t('notice')}
      </span>
    </span>
  );
}
