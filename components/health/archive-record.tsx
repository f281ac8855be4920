'use client';

import { CircleCheck, Hourglass, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { SafeText } from '@/components/ui/safe-text';
import { Skeleton } from '@/components/ui/skeleton';
import type { ArchiveGap, ProvenStretch } from '@/lib/archive/coverage/stretches';
import type { DoorHealth } from '@/lib/archive/health/data';
import { roomLabel } from '@/lib/places/room-label';
import { type RecordLine, type RecordList, useArchiveRecord } from './use-archive-record';

/** Proven periods of a door's history and the gaps between them, newest first. */
export function ArchiveRecord({ door }: { door: DoorHealth }) {
  const t = useTranslations('health.record');
  const common = useTranslations('common');
  const { lists, failed, retry } = useArchiveRecord(door.gid);
  return (
    <section aria-labelledby="archive-record" aria-busy={lists === null && !failed}>
      <h3 id="archive-record" className="font-medium">
        {t('title')}
      </h3>
      <p className="mb-3 text-muted text-sm">{t('hint')}</p>
      {failed ? (
        <Notice tone="warn" action={<Button onClick={retry}>{common('retry')}</Button>}>
          {t('failed')}
        </Notice>
      ) : lists === null ? (
        <Skeleton className="h-16" />
      ) : lists.length === 0 ? (
        <p className="text-muted">{t('none')}</p>
      ) : (
        <div className="grid gap-4">
          {lists.map((list) => (
            <ListLines key={`${list.channel} ${list.asked}`} list={list} waiting={door.errorCode !== null} />
          ))}
        </div>
      )}
    </section>
  );
}

function ListLines({ list, waiting }: { list: RecordList; waiting: boolean }) {
  const t = useTranslations('health.record');
  const labels = useTranslations('common.roomLabel');
  const { channel, room, asked, lines } = list;
  return (
    <div>
      {channel === null ? (
        asked ? null : (
          <p className="mb-1 text-muted text-sm">{t('before')}</p>
        )
      ) : (
        <>
          <h4 className="mb-1 font-medium text-sm">
            {room ? (
              <SafeText>{roomLabel(labels, room)}</SafeText>
            ) : (
              t('noRoom', { channel: String(channel) })
            )}
          </h4>
          {asked ? null : <p className="mb-1 text-muted text-sm">{t('ended')}</p>}
        </>
      )}
      <ol className="divide-y divide-line rounded-md border border-line">
        {lines.map((line, index) => (
          <li key={`${line.kind} ${line.to}`} className="flex items-start gap-2 px-3 py-2">
            <Line line={line} waiting={waiting} forgotten={lines.slice(0, index).some(beginsFirst)} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function beginsFirst(line: RecordLine): boolean {
  return line.kind === 'stretch' && line.fromFirst;
}

type LineProps = {
  line: RecordLine;
  waiting: boolean;
  /** The cloud's first record is newer than this period. */
  forgotten: boolean;
};

function Line({ line, waiting, forgotten }: LineProps) {
  return line.kind === 'stretch' ? (
    <Stretch stretch={line} forgotten={forgotten} />
  ) : (
    <Gap gap={line} waiting={waiting} />
  );
}

function Stretch({
  stretch: { from, to, events, removed, fromFirst },
  forgotten,
}: {
  stretch: ProvenStretch;
  forgotten: boolean;
}) {
  const t = useTranslations('health.record');
  return (
    <>
      <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />
      <div className="min-w-0">
        <p>
          <Span from={from} to={to} />
        </p>
        <p className="text-muted text-sm">
          <span>{t('complete', { count: events, removed })}</span>
          <span>{fromFirst ? ` · ${t(forgotten ? 'firstThen' : 'first')}` : null}</span>
        </p>
      </div>
    </>
  );
}

function Gap({ gap: { from, to, state }, waiting }: { gap: ArchiveGap; waiting: boolean }) {
  const t = useTranslations('health.record');
  const common = useTranslations('common');
  const word = state === 'filling' && waiting ? 'waiting' : state;
  const Icon = state === 'filling' ? Hourglass : TriangleAlert;
  return (
    <>
      <Icon
        aria-hidden
        className={`mt-0.5 size-4 shrink-0 ${state === 'filling' ? 'text-muted' : 'text-warn'}`}
      />
      <div className="min-w-0">
        <p>
          {from === null ? (
            <span key="earlier">
              {t.rich('earlier', { to: () => <RelativeTime key="to" at={to} exact /> })}
            </span>
          ) : (
            <>
              <span>{t('gap') + common('colon')}</span>
              <Span from={from} to={to} />
            </>
          )}
        </p>
        <p className="text-muted text-sm">{t(word)}</p>
      </div>
    </>
  );
}

function Span({ from, to }: { from: string; to: string }) {
  const t = useTranslations('health.record');
  return (
    <span>
      {t.rich('span', {
        from: () => <RelativeTime key="from" at={from} exact />,
        to: () => <RelativeTime key="to" at={to} exact />,
      })}
    </span>
  );
}
