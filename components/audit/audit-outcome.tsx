'use client';

import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleHelp,
  CirclePause,
  CircleX,
  type LucideIcon,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import { StateBadge } from '@/components/ui/badge';
import type { AuditState } from '@/lib/desk/audit/states';

export const outcomeIcons: Record<AuditState, LucideIcon> = {
  done: CircleCheck,
  held: CirclePause,
  refused: Ban,
  failed: CircleX,
  unknown: CircleHelp,
  open: CircleDashed,
};

const tones = {
  done: 'good',
  held: 'neutral',
  refused: 'warn',
  failed: 'bad',
  unknown: 'warn',
  open: 'warn',
} as const;

export function AuditOutcome({ outcome }: { outcome: AuditState }) {
  const t = useTranslations('audit.outcomes');
  return (
    <StateBadge tone={tones[outcome]} icon={outcomeIcons[outcome]}>
      {t(outcome)}
    </StateBadge>
  );
}
