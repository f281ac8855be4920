import { useTranslations } from 'next-intl';
import { NoConnectionNotice } from '@/components/connections/no-connection-notice';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { findObstacle } from '@/lib/auth/find-obstacle';
import type { Scope } from '@/lib/auth/scope';
import { isPasswordRefused } from '@/lib/errors';
import { listTroubleOf } from '@/lib/readings/device-list';
import { type FailedPart, FailedPartLine } from './failed-parts';
import { ListAge } from './list-age';
import { GapLines, hasGaps, isTrouble, type KnownGaps, sayReasonsOnce } from './reading-gaps';
import { TryAgain } from './try-again-button';

/** One notice for a page: the device list is old or could not be read again, and what else is not known. */
export function ListTrouble({
  scope,
  gaps = [],
  failed = [],
  isCutOffSaid = false,
}: {
  scope: Scope;
  gaps?: readonly KnownGaps[];
  failed?: readonly FailedPart[];
  /** Another notice of the page says that nothing reads the cloud here. */
  isCutOffSaid?: boolean;
}) {
  // Of a refused password the frame says it on every page.
  const isCutOff = !scope.inDoubt && findObstacle(scope) === 'no-connection';
  const list = scope.inDoubt || isCutOff ? null : listTroubleOf(scope);
  // Of hidden events the page says it where they would be.
  const open = gaps.filter((known) => hasGaps(known.gaps) && !(isCutOff && known.what === 'doors'));
  const parts = failed.filter(({ code }) => !(scope.inDoubt && code === 'cloud-in-doubt'));
  const eventsReadAt = isCutOff && !isCutOffSaid && gaps.find(({ what }) => what === 'doors')?.gaps.readAt;
  const lines = (
    <>
      {eventsReadAt ? <EventsAge readAt={eventsReadAt} /> : null}
      {parts.map((part) =>
        isCutOff && (part.code === 'no-connection' || isPasswordRefused(part.code)) ? (
          <FailedNames key={part.code} {...part} />
        ) : (
          <FailedPartLine key={part.code} {...part} />
        ),
      )}
      {sayReasonsOnce(open, [
        isCutOff ? 'no-connection' : null,
        list?.code,
        ...parts.map(({ code }) => code),
      ]).map((known) => (
        <GapLines key={known.what ?? 'rooms'} {...known} />
      ))}
    </>
  );
  if (isCutOff && !isCutOffSaid)
    return (
      <NoConnectionNotice scope={scope} className="mb-3">
        {lines}
      </NoConnectionNotice>
    );
  if (!list && open.length + parts.length === 0) return null;
  const isBad = list !== null || parts.length > 0 || open.some((known) => isTrouble(known.gaps));
  return (
    <Notice
      tone={isBad ? 'warn' : 'info'}
      className="mb-3"
      // A room's page, which has failed parts, tries again by itself.
      {...(isBad && parts.length === 0 ? { action: <TryAgain /> } : {})}
    >
      {list ? <ListAge list={list} /> : null}
      {lines}
    </Notice>
  );
}

function EventsAge({ readAt }: { readAt: string }) {
  const t = useTranslations('table.gaps');
  return <p>{t.rich('eventsRead', { time: () => <RelativeTime key="at" at={readAt} /> })}</p>;
}

function FailedNames({ names }: FailedPart) {
  const t = useTranslations('table.gaps');
  const common = useTranslations('common');
  return <p>{t('failedParts', { parts: names.join(common('listComma')) })}</p>;
}
