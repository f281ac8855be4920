'use client';

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { cx } from '@/components/ui/classes';

/**
 * One line that scrolls sideways: a chosen filter must not move the rows. Its end fades out if there is more. A button
 * scrolls it, because a mouse cannot swipe. Tab reaches each filter without these buttons.
 */
export function FilterStrip({ className, children }: { className: string; children: ReactNode }) {
  const t = useTranslations('table');
  const strip = useRef<HTMLDivElement>(null);
  const [before, setBefore] = useState(false);
  const [after, setAfter] = useState(false);

  function measure() {
    const line = strip.current;
    if (!line) return;
    setBefore(line.scrollLeft > 1);
    setAfter(line.scrollLeft + line.clientWidth < line.scrollWidth - 1);
  }

  // After each change: a chosen filter is wider than before, while the strip keeps its width.
  useEffect(() => {
    const line = strip.current;
    if (!line) return;
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(line);
    return () => observer.disconnect();
  });

  const scroll = (direction: -1 | 1) => {
    const line = strip.current;
    line?.scrollBy({ left: direction * line.clientWidth * 0.75 });
  };
  return (
    <div className={cx('relative min-w-0 flex-1', className)}>
      <div
        ref={strip}
        onScroll={measure}
        className={cx(
          '-m-1 flex items-center gap-1.5 overflow-x-auto p-1 pr-6 [mask-image:linear-gradient(to_right,black_calc(100%-1.5rem),transparent)] [scrollbar-width:none] print:flex-wrap print:overflow-visible print:[mask-image:none]',
          // A filter that Tab reaches must not be under a button.
          'scroll-px-8',
        )}
      >
        {children}
      </div>
      {before ? <Arrow side="left" label={t('filtersBefore')} onPress={() => scroll(-1)} /> : null}
      {after ? <Arrow side="right" label={t('filtersAfter')} onPress={() => scroll(1)} /> : null}
    </div>
  );
}

const arrows = {
  left: { icon: ChevronLeft, place: 'left-0' },
  right: { icon: ChevronRight, place: 'right-0' },
};

function Arrow({ side, label, onPress }: { side: keyof typeof arrows; label: string; onPress: () => void }) {
  const { icon: Icon, place } = arrows[side];
  return (
    <button
      type="button"
      data-scrolls
      tabIndex={-1}
      aria-label={label}
      title={label}
      className={cx(
        'absolute inset-y-0 my-auto grid size-6 place-items-center rounded-full border border-line-strong bg-surface text-muted hover:bg-hover pointer-coarse:hidden',
        place,
      )}
      onClick={onPress}
    >
      <Icon aria-hidden className="size-4" />
    </button>
  );
}
