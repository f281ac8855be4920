import type { LucideIcon } from 'lucide-react';
import NextLink from 'next/link';
import { useFormatter } from 'next-intl';
import type { ReactNode } from 'react';
import { cx } from '@/components/ui/classes';

export function Stat({
  label,
  value,
  href,
  icon: Icon,
  tone,
  note,
}: {
  label: string;
  /** null: not known. */
  value: number | null;
  href: string;
  icon?: LucideIcon;
  tone?: 'warn';
  note?: ReactNode;
}) {
  const format = useFormatter();
  return (
    <div className="group relative flex min-w-0 flex-col px-4 py-3 hover:bg-hover">
      <NextLink
        href={href}
        className="flex items-start gap-1.5 text-muted text-sm after:absolute after:inset-0"
      >
        {Icon ? (
          <Icon
            aria-hidden
            className={cx(
              'mt-px size-4 shrink-0',
              tone === 'warn' && value !== null && value > 0 && 'text-warn',
            )}
          />
        ) : null}
        <span className="min-w-0 text-pretty">{label}</span>
      </NextLink>
      {/* First in the order, so that figures next to each other share a line, whatever the length of their labels. */}
      <p className="-order-1 tabular mb-0.5 font-semibold text-2xl tracking-[-0.02em]">
        {value === null ? '—' : format.number(value, 'count')}
      </p>
      {note ? <p className="tabular relative w-fit text-muted text-xs">{note}</p> : null}
    </div>
  );
}
