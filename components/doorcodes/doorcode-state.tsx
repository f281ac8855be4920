'use client';

import { CircleCheck, CircleHelp, CircleSlash, Clock, Hourglass, type LucideIcon } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { StateBadge } from '@/components/ui/badge';
import type { Tone } from '@/components/ui/notice';
import type { DoorcodeRow } from '@/lib/doorcodes/data';
import { isLongCode } from '@/lib/doorcodes/states';

export const doorcodeLooks: Record<
  'live' | 'upcoming' | 'expiring' | 'expired' | 'unreadable' | 'lengthless',
  { icon: LucideIcon; tone: Tone }
> = {
  live: { icon: CircleCheck, tone: 'good' },
  upcoming: { icon: Clock, tone: 'info' },
  expiring: { icon: Hourglass, tone: 'warn' },
  expired: { icon: CircleSlash, tone: 'neutral' },
  unreadable: { icon: CircleHelp, tone: 'warn' },
  lengthless: { icon: CircleHelp, tone: 'warn' },
};

export function DoorcodeState({
  row,
}: {
  row: Pick<DoorcodeRow, 'state' | 'expiring' | 'fromWall' | 'toWall'>;
}) {
  const t = useTranslations('doorcodes.states');
  const state = row.state === 'live' && row.expiring ? 'expiring' : row.state;
  const { icon, tone } = doorcodeLooks[state];
  // Amber asks for a look. The end of a short code needs none.
  const calm = state === 'expiring' && !isLongCode(row);
  return (
    <StateBadge icon={icon} tone={calm ? 'good' : tone}>
      {t(state)}
    </StateBadge>
  );
}
