import { CircleCheck, CircleSlash, Clock, type LucideIcon, TimerOff, Undo2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { StateBadge } from '@/components/ui/badge';
import type { Tone } from '@/components/ui/notice';
import type { ApprovalState } from '@/lib/db/tables/approvals';

const looks: Record<ApprovalState, { icon: LucideIcon; tone: Tone }> = {
  waiting: { icon: Clock, tone: 'warn' },
  approved: { icon: CircleCheck, tone: 'good' },
  used: { icon: CircleCheck, tone: 'good' },
  refused: { icon: CircleSlash, tone: 'bad' },
  withdrawn: { icon: Undo2, tone: 'neutral' },
  expired: { icon: TimerOff, tone: 'neutral' },
};

export function ApprovalStateBadge({ state }: { state: ApprovalState }) {
  const t = useTranslations('approvals.states');
  return <StateBadge {...looks[state]}>{t(state)}</StateBadge>;
}
