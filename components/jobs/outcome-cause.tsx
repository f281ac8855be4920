'use client';

import { useTranslations } from 'next-intl';
import { useErrorWords } from '@/components/ui/error-note';
import { RelativeTime } from '@/components/ui/relative-time';
import type { JobKind } from '@/lib/db/tables/jobs';
import { type EndingFacts, explainEnding } from '@/lib/jobs/explain-ending';

export type Ending = EndingFacts & {
  already?: boolean | undefined;
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
  const own = explainEnding({ state, code, found }, kind);
  return own ? { title: t(`${own}.title`), text: t(`${own}.text`, { reason: words.title }) } : words;
}
