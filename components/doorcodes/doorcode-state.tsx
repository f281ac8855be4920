'use client';

import { CircleCheck, CircleSlash, Clock, Hourglass, type LucideIcon } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { StateBadge } from '@/components/ui/badge';
import type { Tone } from '@/components/ui/notice';
import type { DoorcodeRow } from '@/lib/doorcodes/data';

export const doorcodeLooks: Record<
  'live' | 'upcoming' | 'expiring' | 'expired',
  { icon: LucideIcon; tone: Tone }
> = {
  live: { icon: CircleCheck, tone: 'good' },
  upcoming: { icon: Clock, tone: 'info' },
  expiring: { icon: Hourglass, tone: 'warn' },
  expired: { icon: CircleSlash, tone: 'neutral' },
};

/** Live, not yet, or expired; one that ends soon says so in place of "live". */
export function DoorcodeState({ row }: { row: Pick<DoorcodeRow, 'state' | 'expiring'> }) {
  const t = useTranslations('doorcodes.states');
  const state = row.state === 'live' && row.expiring ? 'expiring' : row.state;
  const { icon, tone } = doorcodeLooks[state];
  return (
    <StateBadge icon={icon} tone={tone}>
      {t(state)}
    </StateBadge>
  );
}
