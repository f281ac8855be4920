'use client';

import { KeyRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { SafeText } from '@/components/ui/safe-text';
import type { CodeTarget } from '@/lib/doorcodes/choose-targets';
import { roomLabel } from '@/lib/places/room-label';
import { useWindowWords } from './use-window-words';

/** With more doors than this, only the number of codes is shown. */
const doorsNamed = 12;

/** What the button will do, in one sentence for each building. */
export function IssueSummary({
  targets,
  keptUnder,
  from,
  to,
}: {
  targets: CodeTarget[];
  /** One code serves several rooms at its door, so the summary names the room that it belongs to. */
  keptUnder: boolean;
  from: string;
  to: string;
}) {
  const t = useTranslations('doorcodes.form');
  const rooms = useTranslations('common.roomLabel');
  const words = useWindowWords();
  const groups = [
    ...Map.groupBy(targets, (target) => JSON.stringify([target.building, target.zone])).values(),
  ];
  const ready = groups.length > 0 && from !== '' && to !== '';
  return (
    <div aria-live="polite" className="rounded-lg bg-sunken px-4 py-3">
      <p className="mb-1 flex items-center gap-2 font-medium">
        <KeyRound aria-hidden className="size-4 text-muted" />
        <span>{t('summary')}</span>
      </p>
      {ready ? (
        <>
          <ul className="grid gap-1">
            {groups.map((group) => {
              const [first] = group;
              if (!first) return null;
              return (
                <li key={`${first.building} ${first.zone}`}>
                  <SafeText>
                    {words.sentence({
                      locks: group.flatMap((target) => target.locks),
                      building: first.building,
                      fromWall: from,
                      toWall: to,
                      zone: first.zone,
                    })}
                  </SafeText>
                </li>
              );
            })}
          </ul>
          {targets.length > 1 ? (
            <p className="mt-1 text-muted">{t('several', { count: targets.length })}</p>
          ) : null}
          {keptUnder ? (
            <>
              <p className="mt-1 text-muted">{t('keptUnder')}</p>
              <ul className="mt-1 grid gap-0.5 text-sm">
                {targets.slice(0, doorsNamed).map(({ gid, channel, door, unit }) => (
                  <li key={`${gid} ${channel}`}>
                    <SafeText>
                      {t('keptUnderRoom', { door, room: roomLabel(rooms, unit || gid, 'inText') })}
                    </SafeText>
                  </li>
                ))}
              </ul>
            </>
          ) : null}
        </>
      ) : (
        <p className="text-muted">{t('summaryEmpty')}</p>
      )}
    </div>
  );
}
