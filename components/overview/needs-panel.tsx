import { BookX, KeyRound, QrCode, Share2, UserRoundX, VolumeX } from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import { CountNote } from '@/components/jobs/known-count';
import { RoundTime } from '@/components/list-page/reading-age';
import { Panel } from '@/components/ui/panel';
import { RelativeTime } from '@/components/ui/relative-time';
import type { Scope } from '@/lib/auth/scope';
import { readAccess, readLatest } from '@/lib/desk/overview/data';
import { readNeeds } from '@/lib/desk/overview/read-needs';
import { isCountable, isIncomplete } from '@/lib/readings/gaps';
import { readRoundSeconds } from '@/lib/readings/keep-round';
import { RefreshWhile } from './refresh-while';
import { Stat } from './stat';

type Count = number | null | 'hidden';

function numberOf(count: Count): number | null {
  return count === 'hidden' ? null : count;
}

/** What needs a hand. A dash: not known, and why. A small desk shows what there is, and no zeros. */
export async function NeedsPanel({ scope }: { scope: Scope }) {
  const [t, common, { open, unread: unreadRooms, masterless, codes }, needs, { heard }, roundSeconds] =
    await Promise.all([
      getTranslations('overview'),
      getTranslations('common'),
      readAccess(scope),
      readNeeds(scope),
      readLatest(scope),
      readRoundSeconds(scope),
    ]);
  const gaps = masterless?.gaps ?? codes?.gaps;
  // Rooms that failed or were read long ago have a note next to each number.
  const unread = gaps && unreadRooms;
  // Without a connection nothing is read: the page need not look.
  const isReached = scope.callers.length > 0;
  const failed = (masterless?.gaps.failed ?? 0) + (codes?.gaps.failed ?? 0);
  const readAt = [masterless?.gaps.readAt, codes?.gaps.readAt].flatMap((at) => (at ? [at] : [])).sort()[0];
  // None of what was read so far. The rest may have some.
  const sharing = needs.sharing === 0 && gaps && isIncomplete(gaps) ? null : needs.sharing;
  const silent = needs.silent === 0 && isIncomplete(heard.gaps) ? null : needs.silent;
  // Of doors that were never read nothing is hidden.
  const hidden = heard.readAt ? common('hiddenNow') : t('needs.unknown');
  const unknown = (value: Count) =>
    value === 'hidden' ? hidden : value === null ? t('needs.unknown') : null;
  const numbers = [unread, masterless?.count, sharing, needs.elsewhere, needs.keysOut, silent];
  const values = numbers.flatMap((value) => (value === undefined ? [] : [numberOf(value)]));
  const isSmall = scope.role !== 'manager';
  const isShown = (value: number | null | undefined) => value !== undefined && (!isSmall || (value ?? 0) > 0);
  if (!values.some(isShown))
    return <RefreshWhile reads={open && isReached} waits={failed > 0 && isReached} />;
  const isKnown = gaps === undefined || !isIncomplete(gaps);
  const isCalm = isKnown && values.every((value) => value === undefined || value === 0);
  const oldest = readAt ? (
    <>
      <span key="oldest">{t.rich('oldest', { time: () => <RelativeTime key="at" at={readAt} /> })}</span>
      <RoundTime seconds={roundSeconds} />
    </>
  ) : null;
  return (
    <Panel
      flush
      className="mb-4 overflow-clip"
      title={t('needs.title')}
      description={
        <>
          {isCalm ? <span className="block">{t('needs.none')}</span> : null}
          {oldest}
        </>
      }
    >
      <div className="-m-px grid grid-cols-2 *:border-line *:border-t *:border-l sm:grid-cols-3 xl:grid-cols-6">
        {unread !== undefined && isShown(unread) ? (
          <Stat label={t('needs.unread')} value={unread} href="/buildings" icon={BookX} tone="warn" />
        ) : null}
        {masterless && isShown(masterless.count) ? (
          <Stat
            label={t('masterless')}
            value={isCountable(masterless.gaps) ? masterless.count : null}
            note={<CountNote count={masterless.count} gaps={masterless.gaps} />}
            href="/masters?state=none"
            icon={UserRoundX}
            tone="warn"
          />
        ) : null}
        {sharing !== undefined && isShown(sharing) ? (
          <Stat
            label={t('needs.sharing')}
            value={sharing}
            note={unknown(sharing)}
            href="/people?sharing=1"
            icon={Share2}
            tone="warn"
          />
        ) : null}
        {needs.elsewhere !== undefined && isShown(numberOf(needs.elsewhere)) ? (
          <Stat
            label={t('needs.elsewhere')}
            value={numberOf(needs.elsewhere)}
            note={unknown(needs.elsewhere)}
            href="/doorcodes?made=elsewhere"
            icon={QrCode}
            tone="warn"
          />
        ) : null}
        {needs.keysOut !== undefined && isShown(needs.keysOut) ? (
          <Stat
            label={t('needs.keysOut')}
            value={needs.keysOut}
            href="/keys?state=handed-out"
            icon={KeyRound}
          />
        ) : null}
        {silent !== undefined && isShown(numberOf(silent)) ? (
          <Stat
            label={t('needs.silent')}
            value={numberOf(silent)}
            note={unknown(silent)}
            href="/events/health"
            icon={VolumeX}
            tone="warn"
          />
        ) : null}
      </div>
      <RefreshWhile reads={open && isReached} waits={failed > 0 && isReached} />
    </Panel>
  );
}
