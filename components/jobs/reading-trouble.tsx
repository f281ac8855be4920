'use client';

import { useTranslations } from 'next-intl';
import { useErrorWords } from '@/components/ui/error-note';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import type { ErrorCode } from '@/lib/errors';
import { isOld } from '@/lib/readings/age';
import { isOutage } from '@/lib/readings/gaps';
import { labelText } from '@/lib/text/visible-text';

type DoorReading = {
  door: string;
  state: 'ok' | 'refused' | 'failed' | 'unread';
  code: ErrorCode | null;
  readAt: string | null;
};

/**
 * Says at which doors a room's list is not fully known, and how old the shown data is. Why the cloud did not answer
 * stands once, above all lists of the page.
 */
export function ReadingTrouble({ doors }: { doors: DoorReading[] }) {
  const t = useTranslations('jobs.facts');
  const common = useTranslations('common');
  const failed = doors.filter(isOutage);
  const troubled = doors.filter(
    (door) => door.state === 'refused' || (door.state === 'failed' && !isOutage(door)),
  );
  const unread = doors.filter((door) => door.state === 'unread');
  const old = doors.flatMap((door) => (door.state === 'ok' && isOld(door.readAt) ? (door.readAt ?? []) : []));
  if (failed.length + troubled.length + unread.length + old.length === 0) return null;
  return (
    <div className="mb-2 grid gap-2">
      {[...new Set(troubled.map(({ code }) => code))].map((code) => {
        const alike = troubled.filter((door) => door.code === code);
        return <Trouble key={code} code={code} doors={alike} name={alike.length < doors.length} />;
      })}
      {failed.length > 0 ? <Unanswered doors={failed} some={failed.length < doors.length} /> : null}
      {unread.length > 0 ? (
        <p className="text-muted">
          {unread.length < doors.length
            ? t('unreadAt', { doors: unread.map((door) => door.door).join(common('listComma')) })
            : t('unread')}
        </p>
      ) : null}
      {old.length > 0 ? (
        <Notice tone="warn">
          <p>{t.rich('oldText', { time: () => <RelativeTime key="at" at={old.sort()[0] ?? ''} /> })}</p>
        </Notice>
      ) : null}
    </div>
  );
}

/** A list is certainly empty only if every door was read recently. Otherwise says what it was at the last read. */
export function NothingListed({ doors, none }: { doors: DoorReading[]; none: string }) {
  const t = useTranslations('jobs.facts');
  const readable = doors.filter((door) => door.state !== 'refused');
  const times = readable.flatMap((door) => door.readAt ?? []).sort();
  if (readable.length === 0 || times.length < readable.length) return null;
  const certain = readable.every((door) => door.state === 'ok' && !isOld(door.readAt));
  return <p className="text-muted">{certain ? none : t('noneThen')}</p>;
}

function Unanswered({ doors, some }: { doors: DoorReading[]; some: boolean }) {
  const t = useTranslations('jobs.facts');
  const common = useTranslations('common');
  const [oldest] = doors.flatMap(({ readAt }) => readAt ?? []).sort();
  return (
    <p className="text-muted">
      {some ? (
        <span>{labelText(doors.map(({ door }) => door).join(common('listComma')) + common('colon'))}</span>
      ) : null}
      {oldest ? (
        <span key="lastKnown">
          {t.rich('lastKnown', { time: () => <RelativeTime key="at" at={oldest} /> })}
        </span>
      ) : (
        <span key="failed">{t('failed')}</span>
      )}
    </p>
  );
}

/** Groups doors by the reason of the failure, with the age of the oldest. */
function Trouble({ code, doors, name }: { code: ErrorCode | null; doors: DoorReading[]; name: boolean }) {
  const t = useTranslations('jobs.facts');
  const common = useTranslations('common');
  const { title, text } = useErrorWords(code ?? 'unexpected');
  const [oldest] = doors.flatMap(({ readAt }) => readAt ?? []).sort();
  return (
    <Notice
      tone="warn"
      title={
        name
          ? labelText(doors.map(({ door }) => door).join(common('listComma')) + common('colon') + title)
          : title
      }
    >
      <span>{text} </span>
      <span>
        {oldest ? (
          <span key="lastKnown">
            {t.rich('lastKnown', { time: () => <RelativeTime key="at" at={oldest} /> })}
          </span>
        ) : null}
      </span>
    </Notice>
  );
}
