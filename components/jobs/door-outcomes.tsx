'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { SafeText } from '@/components/ui/safe-text';
import { byGravity, type DoorOutcome } from '@/lib/changes/outcome';
import type { JobKind } from '@/lib/db/tables/jobs';
import { pairOf } from '@/lib/devices/pair-key';
import { OutcomeBadge } from './outcome-badge';
import { OutcomeCause } from './outcome-cause';
import { Through } from './through';

/**
 * What a change did at each door of a room, failures first. A screen reader announces it. `focused`: it takes the place
 * of a form, and each new outcome takes the focus, so that Tab continues from there.
 */
export function DoorOutcomes({
  outcomes,
  doors,
  kind,
  focused,
}: {
  outcomes: DoorOutcome[];
  doors: { gid: string; channel: number; door: string }[];
  kind?: JobKind;
  focused: boolean;
}) {
  const t = useTranslations('jobs');
  const heading = useRef<HTMLParagraphElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new outcomes take the focus again.
  useEffect(() => {
    if (focused) heading.current?.focus();
  }, [focused, outcomes]);
  const sorted = [...outcomes].sort((one, other) => byGravity(one.outcome.state, other.outcome.state));
  return (
    <div role="status">
      <p ref={heading} tabIndex={-1} className="mb-2 rounded-sm font-medium">
        {t('outcomesTitle')}
      </p>
      <ul className="grid gap-3">
        {sorted.map(({ gid, channel, outcome, through }) => (
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
            <Through account={through} />
          </li>
        ))}
      </ul>
    </div>
  );
}
