import { Ban, CircleCheck, CircleSlash, Clock, type LucideIcon, TimerOff, Undo2 } from 'lucide-react';
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
const notRunning: Partial<
  Record<
    ShownState,
    { words: 'startedWaits' | 'startedHeld' | 'startedStopped'; icon: LucideIcon; tone: Tone }
  >
> = {
  connection: { words: 'startedWaits', ...looks.waiting },
  waiting: { words: 'startedHeld', ...looks.waiting },
  checking: { words: 'startedHeld', ...looks.waiting },
  stopped: { words: 'startedStopped', icon: Ban, tone: 'bad' },
};

/** The approval of a job is used up when the job starts. How that ends is on the job's page. */
export function ApprovalStateBadge({
  request: { state, job },
}: {
  request: Pick<ApprovalRow, 'state' | 'job'>;
}) {
  const t = useTranslations('approvals.states');
  const halted = job && state === 'used' ? notRunning[job.shown] : undefined;
  if (halted)
    return (
      <StateBadge icon={halted.icon} tone={halted.tone}>
        {t(halted.words)}
      </StateBadge>
    );
  return <StateBadge {...looks[state]}>{t(state === 'used' && job ? 'started' : state)}</StateBadge>;
}
