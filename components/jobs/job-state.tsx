'use client';

import {
  Ban,
  CircleCheck,
  CircleDot,
  CirclePause,
  CircleSlash,
  Clock,
  type LucideIcon,
  UserRound,
  UserRoundCheck,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import { StateBadge } from '@/components/ui/badge';
import type { Tone } from '@/components/ui/notice';
import type { JobState } from '@/lib/db/tables/jobs';
import type { ErrorCode } from '@/lib/errors';
import type { StepCounts } from '@/lib/jobs/data';
import { type ShownState, shownState } from '@/lib/jobs/states';

export const stateLooks: Record<ShownState, { icon: LucideIcon; tone: Tone }> = {
  queued: { icon: Clock, tone: 'neutral' },
  running: { icon: CircleDot, tone: 'info' },
  waiting: { icon: Clock, tone: 'warn' },
  connection: { icon: UserRound, tone: 'warn' },
  checking: { icon: Clock, tone: 'warn' },
  approval: { icon: UserRoundCheck, tone: 'warn' },
  paused: { icon: CirclePause, tone: 'warn' },
  stopped: { icon: Ban, tone: 'bad' },
  done: { icon: CircleCheck, tone: 'neutral' },
  cancelled: { icon: CircleSlash, tone: 'neutral' },
};

export function JobStateBadge(job: { state: JobState; waitCode: ErrorCode | null; paused: boolean }) {
  const t = useTranslations('jobs.states');
  const state = shownState(job);
  const { icon, tone } = stateLooks[state];
  return (
    <StateBadge icon={icon} tone={tone}>
      {t(state)}
    </StateBadge>
  );
}

export function JobBar({ counts, total }: { counts: StepCounts; total: number }) {
  const t = useTranslations('jobs');
  const open = counts.pending + counts.running;
  const part = (count: number) => `${total === 0 ? 0 : (100 * count) / total}%`;
  return (
    <div
      role="progressbar"
      aria-label={t('progressLabel')}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={total - open}
      aria-valuetext={t('progress', { done: total - open, total })}
      className="flex h-1.5 w-full overflow-hidden rounded-full bg-pressed"
    >
      <span className="bg-bad" style={{ width: part(counts.failed) }} />
      <span className="bg-warn" style={{ width: part(counts.unknown + counts.unverified) }} />
      <span className="bg-good" style={{ width: part(counts.verified) }} />
      <span className="bg-line-strong" style={{ width: part(counts.skipped) }} />
    </div>
  );
}

/** Returns "2 failed · 12 done and verified": failures first, no zeros. */
export function useCountWords(): (counts: StepCounts) => string {
  const t = useTranslations('jobs.summary');
  return (counts) =>
    [
      counts.failed > 0 ? t('failed', { count: counts.failed }) : null,
      counts.unknown > 0 ? t('unknown', { count: counts.unknown }) : null,
      counts.unverified > 0 ? t('unverified', { count: counts.unverified }) : null,
      counts.verified > 0 ? t('verified', { count: counts.verified }) : null,
      counts.skipped > 0 ? t('skipped', { count: counts.skipped }) : null,
      counts.pending + counts.running > 0 ? t('pending', { count: counts.pending + counts.running }) : null,
    ]
      .filter((words) => words !== null)
      .join(' · ');
}
