'use client';

import { useTranslations } from 'next-intl';
import { useErrorWords } from '@/components/ui/error-note';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import type { ErrorCode } from '@/lib/errors';

type DoorReading = {
  door: string;
  state: 'ok' | 'refused' | 'failed' | 'unread';
  code: ErrorCode | null;
  readAt: string | null;
};

/** Said above a flat's list that could not be read anew at some door: which, why, and how old what is shown is. */
export function ReadingTrouble({ doors }: { doors: DoorReading[] }) {
  const troubled = doors.filter((door) => door.state === 'failed' || door.state === 'refused');
  const unread = doors.filter((door) => door.state === 'unread');
  const t = useTranslations('jobs.facts');
  if (troubled.length === 0) {
    return unread.length > 0 ? <p className="mb-2 text-muted">{t('unread')}</p> : null;
  }
  return (
    <div className="mb-2 grid gap-2">
      {troubled.map((door) => (
        <DoorTrouble key={door.door} reading={door} name={doors.length > 1} />
      ))}
    </div>
  );
}

function DoorTrouble({ reading, name }: { reading: DoorReading; name: boolean }) {
  const t = useTranslations('jobs.facts');
  const { title, text } = useErrorWords(reading.code ?? 'unexpected');
  return (
    <Notice tone="warn" title={name ? `${reading.door}: ${title}` : title}>
      <span>{text} </span>
      <span>
        {reading.readAt ? (
          <span key="lastKnown">
            {t.rich('lastKnown', { time: () => <RelativeTime key="at" at={reading.readAt ?? ''} /> })}
          </span>
        ) : null}
      </span>
    </Notice>
  );
}
