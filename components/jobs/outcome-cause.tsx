'use client';

import { useTranslations } from 'next-intl';
import { useErrorWords } from '@/components/ui/error-note';
import { RelativeTime } from '@/components/ui/relative-time';
import type { JobKind, StepState } from '@/lib/db/tables/jobs';
import type { ErrorCode } from '@/lib/errors';

export type Ending = {
  state: StepState;
  code?: ErrorCode | null | undefined;
  already?: boolean | undefined;
  found?: 'there' | 'not-there' | null | undefined;
  readAt?: Date | string | null | undefined;
};

/** Why a change ended as it did, and what to do. For a success, only when it was read back. */
export function OutcomeCause({ ending, kind }: { ending: Ending; kind?: JobKind }) {
  const t = useTranslations('jobs');
  const { state, already, found, readAt } = ending;
  const words = useCause(ending, kind);
  return (
    <div className="min-w-0">
      {words ? (
        <>
          <p className="font-medium">{words.title}</p>
          <p className="text-muted">{words.text}</p>
        </>
      ) : null}
      {already ? <p className="text-muted">{t('already')}</p> : null}
      {state === 'unverified' && found === 'not-there' ? (
        <p className="text-muted">{t('notShownYet')}</p>
      ) : null}
      {state === 'unknown' && found === 'not-there' ? (
        <p className="text-muted">{t('mayStillCome')}</p>
      ) : null}
      {state === 'unknown' && found === 'there' ? <p className="text-muted">{t('foundThere')}</p> : null}
      {readAt ? (
        <p className="text-muted text-sm">
          {t.rich('readBack', { time: () => <RelativeTime key="at" at={readAt} /> })}
        </p>
      ) : null}
    </div>
  );
}

/** Uses a more precise text if this kind of change has one for the code. */
function useCause({ state, code, found }: Ending, kind: JobKind | undefined) {
  const t = useTranslations('jobs.causes');
  const words = useErrorWords(code ?? 'unexpected');
  if (!code || state === 'verified') return null;
  const own = ownCause({ state, code, found }, kind);
  return own ? { title: t(`${own}.title`), text: t(`${own}.text`, { reason: words.title }) } : words;
}

function ownCause({ state, code, found }: Ending, kind: JobKind | undefined) {
  if (code === 'conflict' && (kind === 'assign-masters' || kind === 'replace-masters')) return 'hasMaster';
  if (code === 'conflict' && kind === 'remove-masters') return 'masterChanged';
  // A code's text says what to do after a failure. It would be wrong if the change may have happened.
  if (state === 'unverified') return 'unverified';
  if (state === 'unknown') return 'unknown';
  if (state === 'failed' && code === 'outcome-unknown') return 'interrupted';
  if (state === 'failed' && found === 'not-there' && !code?.startsWith('refused-')) return 'lostFailed';
  return null;
}
