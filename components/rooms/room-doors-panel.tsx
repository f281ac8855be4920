'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { HeardHidden } from '@/components/events/heard-hidden';
import { DefinitionList, Panel } from '@/components/ui/panel';
import { RelativeTime } from '@/components/ui/relative-time';
import { SafeText } from '@/components/ui/safe-text';
import { pairOf } from '@/lib/devices/pair-key';
import type { Lock, Relation } from '@/lib/doordeer/words';
import { FixedPassword } from './fixed-password';

export type RoomDoorFacts = {
  gid: string;
  channel: number;
  name: string;
  /** Null for a manager, whose role is the same everywhere. */
  relation: Relation | null;
  locks: Lock[];
  heardAt: string | null;
  /** Events are hidden now; with the time at which they were read. */
  hidden: { readAt: string | null } | null;
  /** Some of its events are not shown. */
  withheld: boolean;
  /** Only today's events may be seen. */
  onlyToday: boolean;
  zone: string;
  mayReveal: boolean;
};

export function RoomDoorsPanel({ doors, note }: { doors: RoomDoorFacts[]; note: ReactNode }) {
  const t = useTranslations('rooms.doors');
  const [shown, setShown] = useState<string | null>(null);
  return (
    <Panel title={t('title')} flush>
      <ul className="divide-y divide-line">
        {doors.map((door) => {
          const key = pairOf(door);
          return (
            <li key={key} className="px-4 py-3">
              <DoorFacts door={door} shown={shown === key} onShow={(on) => setShown(on ? key : null)} />
            </li>
          );
        })}
      </ul>
      {note ? <p className="border-line border-t px-4 py-3 text-muted text-sm">{note}</p> : null}
    </Panel>
  );
}

function DoorFacts({
  door,
  shown,
  onShow,
}: {
  door: RoomDoorFacts;
  shown: boolean;
  onShow: (shown: boolean) => void;
}) {
  const t = useTranslations('rooms.doors');
  const common = useTranslations('common');
  const never = door.onlyToday ? common('noneToday') : t('heardNever');
  return (
    <>
      <p className="mb-2 flex flex-wrap items-baseline gap-x-2">
        <span className="break-words font-medium">
          <SafeText>{door.name}</SafeText>
        </span>
        <span className="text-muted text-sm">
          {door.name === door.gid ? null : (
            <>
              <SafeText>{door.gid}</SafeText>
              <span>{' · '}</span>
            </>
          )}
          <span>{t('channel', { channel: String(door.channel) })}</span>
        </span>
      </p>
      <DefinitionList
        entries={[
          ...(door.relation ? [{ term: t('role'), value: common(`relations.${door.relation}`) }] : []),
          {
            term: t('locks'),
            value:
              door.locks.length === 0 ? (
                <span className="text-muted">{t('noLocks')}</span>
              ) : (
                <SafeText>
                  {door.locks
                    .map((lock) => lock.alias || t('lockId', { id: lock.id }))
                    .join(common('listComma'))}
                </SafeText>
              ),
          },
          {
            term: t('heard'),
            value: door.heardAt ? (
              <RelativeTime at={door.heardAt} zone={door.zone} />
            ) : door.hidden && !door.withheld ? (
              <HeardHidden {...door.hidden} never={never} />
            ) : (
              <span className="text-muted">{door.withheld ? common('notShown') : never}</span>
            ),
          },
          ...(door.mayReveal
            ? [
                {
                  term: t('password'),
                  value: <FixedPassword door={door} shown={shown} onShow={onShow} />,
                },
              ]
            : []),
        ]}
      />
    </>
  );
}
