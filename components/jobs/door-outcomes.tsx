'use client';

import { useTranslations } from 'next-intl';
import { SafeText } from '@/components/ui/safe-text';
import { byGravity, type DoorOutcome } from '@/lib/changes/outcome';
import type { JobKind } from '@/lib/db/tables/jobs';
import { pairOf } from '@/lib/devices/pair-key';
import { OutcomeBadge } from './outcome-badge';
import { OutcomeCause } from './outcome-cause';

/** What a change did at each door of a room, failures first. A screen reader announces it. */
export function DoorOutcomes({
  outcomes,
  doors,
  kind,
}: {
  outcomes: DoorOutcome[];
  doors: { gid: string; channel: number; door: string }[];
  kind?: JobKind;
}) {
  const t = useTranslations('jobs');
  const sorted = [...outcomes].sort((one, other) => byGravity(one.outcome.state, other.outcome.state));
  return (
    <div role="status">
      <p className="mb-2 font-medium">{t('outcomesTitle')}</p>
      <ul className="grid gap-3">
        {sorted.map(({ gid, channel, outcome }) => (
          <li key={pairOf({ gid, channel })} className="grid gap-1">
            <span className="flex flex-wrap items-center gap-2">
              <OutcomeBadge state={outcome.state} />
              {doors.length > 1 ? (
                <SafeText>
                  {doors.find((door) => door.gid === gid && door.channel === channel)?.door ?? gid}
                </SafeText>
              ) : null}
            </span>
            <OutcomeCause ending={outcome} {...(kind ? { kind } : {})} />
          </li>
        ))}
      </ul>
    </div>
  );
}
