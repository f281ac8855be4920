import { CircleCheck, CircleSlash, Clock, type LucideIcon, TimerOff, Undo2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { StateBadge } from '@/components/ui/badge';
import type { Tone } from '@/components/ui/notice';
import type { ApprovalState } from '@/lib/db/tables/approvals';
import type { ApprovalRow } from '@/lib/desk/approvals/data';
import type { ShownState } from '@/lib/jobs/states';

const looks: Record<ApprovalState, { icon: LucideIcon; tone: Tone }> = {
  waiting: { icon: Clock, tone: 'warn' },
  approved: { icon: CircleCheck, tone: 'good' },
  used: { icon: CircleCheck, tone: 'good' },
  refused: { icon: CircleSlash, tone: 'bad' },
  withdrawn: { icon: Undo2, tone: 'neutral' },
  expired: { icon: TimerOff, tone: 'neutral' },
};

/** Approved, and not started yet or not any more. */
const waitsOf: Partial<Record<ShownState, 'startedWaits' | 'startedHeld'>> = {
  connection: 'startedWaits',
  waiting: 'startedHeld',
  checking: 'startedHeld',
};

/** The approval of a job is used up when the job starts. How that ends is on the job's page. */
export function ApprovalStateBadge({
  request: { state, job },
}: {
  request: Pick<ApprovalRow, 'state' | 'job'>;
}) {
  const t = useTranslations('approvals.states');
  const waits = job && state === 'used' ? waitsOf[job.shown] : undefined;
  if (waits) return <StateBadge {...looks.waiting}>{t(waits)}</StateBadge>;
  return <StateBadge {...looks[state]}>{t(state === 'used' && job ? 'started' : state)}</StateBadge>;
}
