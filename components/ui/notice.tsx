import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './classes';

export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'neutral';

const looks: Record<Tone, { icon: LucideIcon; box: string; ink: string }> = {
  good: { icon: CircleCheck, box: 'bg-good-soft', ink: 'text-good' },
  warn: { icon: TriangleAlert, box: 'bg-warn-soft', ink: 'text-warn' },
  bad: { icon: CircleAlert, box: 'bg-bad-soft', ink: 'text-bad' },
  info: { icon: Info, box: 'bg-info-soft', ink: 'text-info' },
  neutral: { icon: Info, box: 'bg-sunken', ink: 'text-muted' },
};

export function Notice({
  tone = 'info',
  title,
  children,
  action,
  quiet = false,
  className,
}: {
  tone?: Tone;
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  /** Without a coloured area, for what stays for days. */
  quiet?: boolean;
  className?: string;
}) {
  const { icon: Icon, box, ink } = looks[tone];
  return (
    <div
      role="status"
      className={cx(
        'flex flex-wrap items-start gap-x-3 gap-y-2 rounded-md px-3 py-2',
        quiet ? 'border border-line bg-surface' : box,
        className,
      )}
    >
      <Icon aria-hidden className={cx('mt-0.5 size-4 shrink-0', ink)} />
      <div className="min-w-0 flex-1">
        {title ? <p className={cx('font-medium', ink)}>{title}</p> : null}
        {children ? <div>{children}</div> : null}
      </div>
      {/* Next to a narrow text, a button would leave a column of single words. */}
      {action ? <div className="max-sm:basis-full max-sm:pl-7">{action}</div> : null}
    </div>
  );
}
