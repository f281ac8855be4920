'use client';

import { ChevronDown } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { cx } from './classes';

/** Text that is open on a desk and folded behind a button on a phone. */
export function FoldOnPhone({
  words,
  children,
  after,
}: {
  words: { more: string; less: string };
  children: ReactNode;
  /** Stays visible next to the button. */
  after?: ReactNode;
}) {
  const id = useId();
  const [open, setOpen] = useState(false);
  return (
    <>
      <div id={id} className={cx(!open && 'max-sm:hidden print:block!')}>
        {children}
      </div>
      <div className="flex flex-wrap items-center gap-x-4">
        <button
          type="button"
          aria-expanded={open}
          aria-controls={id}
          data-chrome
          className="-mx-1 inline-flex min-h-8 items-center gap-1 rounded px-1 font-medium sm:hidden"
          onClick={() => setOpen(!open)}
        >
          <span>{open ? words.less : words.more}</span>
          <ChevronDown aria-hidden className={cx('size-4', open && 'rotate-180')} />
        </button>
        {after}
      </div>
    </>
  );
}
