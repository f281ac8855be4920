'use client';

import { type ComponentProps, useEffect, useRef } from 'react';
import { ErrorNote } from './error-note';

/** An error note in a part that scrolls: it comes into view, because the button that was pressed is below. */
export function FaultNote({ className, ...note }: ComponentProps<typeof ErrorNote>) {
  const ref = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each other refusal is shown.
  useEffect(() => {
    // No value: newer browsers return a promise, which React would call as a clean-up.
    ref.current?.scrollIntoView({ block: 'nearest' });
  }, [note.code]);
  return (
    <div ref={ref} className={className}>
      <ErrorNote {...note} />
    </div>
  );
}
