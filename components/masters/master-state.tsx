'use client';

import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleSlash,
  EyeOff,
  type LucideIcon,
  Split,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import { StateBadge } from '@/components/ui/badge';
import type { Tone } from '@/components/ui/notice';
import type { MasterState } from '@/lib/masters/data';

export const masterLooks: Record<MasterState, { icon: LucideIcon; tone: Tone }> = {
  assigned: { icon: CircleCheck, tone: 'good' },
  none: { icon: CircleSlash, tone: 'warn' },
  differs: { icon: Split, tone: 'warn' },
  unread: { icon: CircleDashed, tone: 'neutral' },
  refused: { icon: EyeOff, tone: 'neutral' },
  failed: { icon: CircleAlert, tone: 'bad' },
};

export function MasterStateBadge({ state }: { state: MasterState }) {
  const t = useTranslations('masters.states');
  const { icon, tone } = masterLooks[state];
  return (
    <StateBadge icon={icon} tone={tone}>
      {t(state)}
    </StateBadge>
  );
}
