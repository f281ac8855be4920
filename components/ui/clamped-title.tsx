'use client';

import { type ReactNode, useEffect, useRef, useState } from 'react';

/** At most two lines. A title that is cut has its whole text in a tooltip, and shows it while it has the focus. */
export function ClampedTitle({ children }: { children: ReactNode }) {
  const ref = useRef<HTMLSpanElement>(null);
  const [whole, setWhole] = useState<string | null>(null);

  useEffect(() => {
    const title = ref.current;
    if (!title) return;
    const measure = () => {
      // With the focus it is not cut, and must keep the focus.
      if (document.activeElement === title) return;
      setWhole(title.scrollHeight > title.clientHeight ? title.textContent : null);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(title);
    return () => observer.disconnect();
  }, []);

  return (
    <span
      ref={ref}
      data-clamped-title
      title={whole ?? undefined}
      // Only the focus shows the whole title to a person without a mouse.
      tabIndex={whole === null ? undefined : 0}
      className="line-clamp-2 rounded-sm [overflow-wrap:anywhere] focus:line-clamp-none print:line-clamp-none"
    >
      {typeof children === 'string' ? keepHyphens(children) : children}
    </span>
  );
}

const shortHyphened = /(?<![\p{L}-])\p{L}{1,12}-\p{L}{1,12}(?![\p{L}-])/gu;

/** A line does not end inside "sign-in". Long names with hyphens still break. */
export function keepHyphens(text: string): ReactNode {
  const parts: ReactNode[] = [];
  let from = 0;
  for (const { 0: word, index } of text.matchAll(shortHyphened)) {
    parts.push(
      text.slice(from, index),
      <span key={index} className="whitespace-nowrap">
        {word}
      </span>,
    );
    from = index + word.length;
  }
  return from === 0 ? text : [...parts, text.slice(from)];
}
