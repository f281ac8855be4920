import { type ReactNode, useId } from 'react';
import { ClampedTitle } from './clamped-title';
import { cx } from './classes';

/** `flush` lets a list or table touch the edges. */
export function Panel({
  title,
  description,
  actions,
  children,
  flush = false,
  className,
  anchor,
}: {
  title?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  flush?: boolean;
  className?: string;
  /** Its name in links to this part of the page. */
  anchor?: string;
}) {
  const id = useId();
  return (
    <section
      id={anchor}
      data-panel
      aria-labelledby={title ? id : undefined}
      className={cx('min-w-0 rounded-lg border border-line bg-surface', className)}
    >
      {title ? (
        <header
          className={cx(
            'flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2.5',
            flush && 'border-line border-b',
          )}
        >
          <div className={cx('min-w-0 flex-1', description ? 'basis-60' : null)}>
            <h2 id={id}>
              <ClampedTitle>{title}</ClampedTitle>
            </h2>
            {description ? <p className="text-muted text-sm">{description}</p> : null}
          </div>
          {actions}
        </header>
      ) : null}
      <div className={flush ? undefined : cx('px-4 pb-4', !title && 'pt-4')}>{children}</div>
    </section>
  );
}

export function DefinitionList({ entries }: { entries: { term: ReactNode; value: ReactNode }[] }) {
  return (
    <dl className="grid grid-cols-[minmax(7rem,auto)_1fr] gap-x-6 gap-y-2 max-sm:grid-cols-1 max-sm:gap-y-1">
      {entries.map(({ term, value }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a list of facts is drawn whole and never reordered.
        <div key={index} className="contents">
          <dt className="text-muted max-sm:mt-1.5 max-sm:text-sm">{term}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
