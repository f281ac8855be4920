'use client';

import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CircleHelp,
  CircleMinus,
  type LucideIcon,
  TriangleAlert,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import { StateBadge } from '@/components/ui/badge';
import type { Tone } from '@/components/ui/notice';
import type { StepState } from '@/lib/db/tables/jobs';

const outcomeLooks: Record<StepState, { icon: LucideIcon; tone: Tone }> = {
  pending: { icon: CircleDashed, tone: 'neutral' },
  running: { icon: CircleDot, tone: 'info' },
  verified: { icon: CircleCheck, tone: 'good' },
  unverified: { icon: TriangleAlert, tone: 'warn' },
  failed: { icon: CircleAlert, tone: 'bad' },
  unknown: { icon: CircleHelp, tone: 'warn' },
  skipped: { icon: CircleMinus, tone: 'neutral' },
};

export function OutcomeBadge({ state }: { state: StepState }) {
  const t = useTranslations('jobs.steps');
  const { icon, tone } = outcomeLooks[state];
  return (
    <StateBadge icon={icon} tone={tone}>
      {t(state)}
    </StateBadge>
  );
}
