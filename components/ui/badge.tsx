import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './classes';
import type { Tone } from './notice';

const tones: Record<Tone, string> = {
  good: 'bg-good-soft text-good',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
  info: 'bg-info-soft text-info',
  neutral: 'bg-pressed text-muted',
};

/** A state as icon, word and colour: never as colour only. */
export function StateBadge({
  icon: Icon,
  tone,
  children,
}: {
  icon: LucideIcon;
  tone: Tone;
  children: ReactNode;
}) {
  return (
    <span
      className={cx(
        'inline-flex h-5.5 max-w-full items-center gap-1 rounded-full px-2 font-medium text-xs',
        tones[tone],
      )}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" />
      <span className="truncate">{children}</span>
    </span>
  );
}
