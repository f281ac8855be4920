import { CircleCheck, Clock, Hourglass, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
import { RelativeTime } from '@/components/ui/relative-time';
import { SafeText } from '@/components/ui/safe-text';
import { type DoorHealth, isSilent } from '@/lib/health/data';
import { useDurationWords } from './use-duration-words';

/** A line a door: facts side by side where there is room, under each other on a phone. */
export function HealthList({ doors }: { doors: DoorHealth[] }) {
  const t = useTranslations('health');
  return (
    <Panel title={t('title')} flush>
      <ul className="divide-y divide-line">
        {doors.map((door) => (
          <DoorLine key={door.gid} door={door} />
        ))}
      </ul>
    </Panel>
  );
}

function DoorLine({ door }: { door: DoorHealth }) {
  const t = useTranslations('health');
  const words = useDurationWords();
  const time = (at: string | null) => (at ? <RelativeTime at={at} /> : t('never'));
  return (
    <li className="px-4 py-3">
      <p className="break-words font-medium">
        <Link href={`/events?${new URLSearchParams({ door: door.gid })}`}>
          <SafeText>{door.label}</SafeText>
        </Link>
        {door.building ? (
          <span className="font-normal text-muted">
            {' · '}
            <SafeText>{door.building}</SafeText>
          </span>
        ) : null}
      </p>
      <dl className="mt-2 grid grid-cols-2 gap-x-4 gap-y-2 text-sm lg:grid-cols-[1fr_1fr_1fr_1.3fr_1.8fr_1.3fr]">
        <Fact term={t('heard')}>{time(door.heardAt)}</Fact>
        <Fact term={t('read')}>
          {time(door.lastReadAt)}
          {door.errorCode ? <span className="block text-bad">{t('failed')}</span> : null}
        </Fact>
        <Fact term={t('lag')}>{door.lagMs === null ? t('notKnown') : words(door.lagMs)}</Fact>
        <Fact term={t('archive')}>{t(archiveWord(door), { count: door.archived })}</Fact>
        <Fact term={t('rhythm')}>
          <RhythmWords door={door} />
        </Fact>
        <Fact term={t('clock')}>
          {door.aheadMs === null ? (
            t(door.heardAt === null ? 'notKnown' : 'noEvidence')
          ) : (
            <span className="inline-flex items-start gap-1.5">
              <Clock aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
              {t('ahead', { time: words(door.aheadMs) })}
            </span>
          )}
        </Fact>
      </dl>
    </li>
  );
}

/** After a reading that failed nobody knows what has come since, whatever was complete before. */
function archiveWord({ complete, errorCode }: DoorHealth): 'complete' | 'partial' | 'unsure' {
  if (complete) return 'complete';
  return errorCode === null ? 'partial' : 'unsure';
}

/** Silence in words; only where the door was asked lately, since one that is not asked says nothing. */
export function RhythmWords({ door }: { door: DoorHealth }) {
  const t = useTranslations('health');
  const words = useDurationWords();
  const usual = door.usualMs === null ? null : words(door.usualMs);
  const silent = isSilent(door);
  const Icon = silent ? TriangleAlert : door.state === 'usual' ? CircleCheck : Hourglass;
  return (
    <span className="inline-flex items-start gap-1.5">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${silent ? 'text-warn' : 'text-muted'}`} />
      {silent && usual !== null
        ? t('silent', { silent: words(door.silentMs ?? 0), usual })
        : door.state === 'usual' && usual !== null
          ? t('usualEvery', { usual })
          : t('notKnown')}
    </span>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-muted text-xs">{term}</dt>
      <dd className="break-words">{children}</dd>
    </div>
  );
}
