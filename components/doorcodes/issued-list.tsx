'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { fetchInBackground } from '@/components/auth/fetch-in-background';
import { OutcomeCause } from '@/components/jobs/outcome-cause';
import { Through } from '@/components/jobs/through';
import { cx } from '@/components/ui/classes';
import { Notice, type Tone } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { resultMark } from '@/components/ui/return-focus';
import { SafeText } from '@/components/ui/safe-text';
import { Spinner } from '@/components/ui/spinner';
import type { DoorcodeRow } from '@/lib/doorcodes/data';
import type { IssuedRow } from '@/lib/doorcodes/requests';
import { readAnswer } from '@/lib/http/read-answer';
import { roomLabel } from '@/lib/places/room-label';
import { DoorcodeTicket } from './doorcode-ticket';
import { HandOutTools } from './hand-out-tools';
import { countFates } from './issued-counts';
import { RetryCodes } from './retry-codes';
import { RevokeDialog } from './revoke-dialog';
import { useWindowWords } from './use-window-words';

const askEveryMs = 2_000;
const open: ReadonlySet<IssuedRow['state']> = new Set(['asked', 'sending', 'confirming', 'unknown']);

/** The doorcodes of one form, as tickets or with their state until they are confirmed. */
export function IssuedList({ batch, first }: { batch: string; first: IssuedRow[] }) {
  const rows = useBatch(batch, first);
  const t = useTranslations('doorcodes.issued');
  const [revoking, setRevoking] = useState<DoorcodeRow | null>(null);
  const counts = countFates(rows);
  const codes = rows.flatMap(({ doorcode }) => (doorcode?.digits ? [doorcode] : []));
  return (
    <div>
      <p
        role="status"
        {...resultMark}
        className={cx('tabular mb-3 rounded-sm', rows.length === 1 && 'not-focus:sr-only')}
      >
        {rows.length > 1
          ? t('progress', { total: rows.length, ...counts })
          : counts.waiting > 0
            ? t('waiting', { count: counts.waiting })
            : counts.confirmed === 1
              ? t('done', { count: counts.confirmed })
              : ''}
      </p>
      {rows.length > 1 ? <HandOutTools codes={codes} counts={counts} /> : null}
      <RetryCodes batch={batch} rows={rows} />
      <ul className="grid gap-4">
        {rows.map((row) => (
          // Without digits, there is nothing to print.
          <li key={row.id} className={row.doorcode?.digits ? undefined : 'print:hidden'}>
            <Issued row={row} onRevoke={setRevoking} />
          </li>
        ))}
      </ul>
      <RevokeDialog code={revoking} onClose={() => setRevoking(null)} />
    </div>
  );
}

type IssuedProps = { row: IssuedRow; onRevoke: (code: DoorcodeRow) => void };

function Issued({ row, onRevoke }: IssuedProps) {
  const { doorcode } = row;
  if (!doorcode) return <OpenRequest row={row} />;
  return <DoorcodeTicket row={doorcode} showsRoom={row.showsRoom} onRevoke={() => onRevoke(doorcode)} />;
}

/** Polls open codes every two seconds while the page is visible. */
function useBatch(batch: string, first: IssuedRow[]): IssuedRow[] {
  const [latest, setLatest] = useState<{ rows: IssuedRow[]; over: IssuedRow[] }>({
    rows: first,
    over: first,
  });
  // Rows that the server rendered later, after a revocation, are newer than polled ones.
  const rows = latest.over === first ? latest.rows : first;
  const waiting = rows.some((row) => open.has(row.state));
  const router = useRouter();

  useEffect(() => {
    if (!waiting) return;
    const stop = new AbortController();
    const timer = setInterval(async () => {
      if (document.hidden) return;
      const answer = await readAnswer<{ rows: IssuedRow[] }>(
        fetchInBackground(`/api/doorcodes/batches/${batch}`, stop.signal),
      );
      // The session has ended. The refreshed page leads to sign-in.
      if (answer.status === 401) router.refresh();
      // Without an answer, the next round asks again.
      if (answer.ok) setLatest({ rows: answer.body.rows, over: first });
    }, askEveryMs);
    return () => {
      clearInterval(timer);
      stop.abort();
    };
  }, [batch, waiting, first, router]);

  return rows;
}

const tones: Record<IssuedRow['state'], Tone> = {
  asked: 'neutral',
  sending: 'info',
  confirming: 'info',
  confirmed: 'neutral',
  failed: 'bad',
  unknown: 'warn',
};

function OpenRequest({ row }: { row: IssuedRow }) {
  const t = useTranslations('doorcodes');
  const rooms = useTranslations('common.roomLabel');
  const words = useWindowWords();
  const made = row.goneAt ? 'gone' : 'unlisted';
  const state = row.state === 'confirmed' ? made : row.waits ? 'waits' : row.state;
  const readAt = row.state === 'confirmed' ? null : row.readAt;
  return (
    <article data-panel className="rounded-lg border border-line bg-surface p-5">
      <h2 className="mb-1 break-words text-lg">
        <SafeText>{row.name || t('unnamed')}</SafeText>
      </h2>
      <p className="mb-3 text-muted">
        <span>{words.sentence(row)}</span>
        {row.showsRoom ? (
          <span>
            <span>{' · '}</span>
            <SafeText>{roomLabel(rooms, row.unit)}</SafeText>
          </span>
        ) : null}
        {row.givenDoor === null ? null : (
          <span>
            <span>{' · '}</span>
            <SafeText>{row.givenDoor}</SafeText>
          </span>
        )}
      </p>
      <Notice
        tone={tones[row.state]}
        title={
          <span className="inline-flex items-center gap-2">
            <span>{t(`request.${state}.title`)}</span>
            {row.state === 'confirming' || row.state === 'sending' ? <Spinner /> : null}
          </span>
        }
      >
        <span>{t(`request.${state}.text`)}</span>
        {row.state === 'failed' || row.state === 'unknown' ? (
          <div className="mt-2">
            <OutcomeCause
              kind="issue-doorcodes"
              ending={{
                state: row.state,
                code: row.code,
                found: row.readAt ? 'not-there' : null,
              }}
            />
          </div>
        ) : null}
        <Through account={row.through} />
        {readAt ? (
          <p className="mt-1 text-muted text-sm">
            {t.rich('request.lookAgain', { time: () => <RelativeTime key="at" at={readAt} /> })}
          </p>
        ) : null}
        {row.goneAt ? (
          <p className="mt-1 text-muted text-sm">
            {t.rich('request.missing', { time: () => <RelativeTime key="at" at={row.goneAt ?? ''} /> })}
          </p>
        ) : null}
      </Notice>
    </article>
  );
}
