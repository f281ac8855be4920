'use client';

import { ChevronUp } from 'lucide-react';
import { useFormatter, useNow, useTranslations } from 'next-intl';
import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { ChartTable } from '@/components/charts/chart-table';
import { useTableAddress } from '@/components/data-table/use-table-address';
import { Button, IconButton } from '@/components/ui/button';
import { returnFocus, trailOf } from '@/components/ui/return-focus';
import { useMomentWords } from '@/components/ui/use-moment-words';
import type { Histogram } from '@/lib/archive/search/histogram';
import { zoneWords } from '@/lib/devices/time-zone';
import { HistogramSkeleton } from './histogram-skeleton';
import { SummaryFailed } from './summary-failed';
import { useSummary } from './use-summary';

/** Events over the current range. Dragging over bars, or arrows and Enter, narrow the range. */
export function EventHistogram({
  clock,
  ignored,
  drawn,
  onFold,
}: {
  clock: string;
  ignored: string[];
  /** The list's rows. A change reads the bars again. */
  drawn: object;
  onFold: () => void;
}) {
  const t = useTranslations('events.histogram');
  const common = useTranslations('common');
  const format = useFormatter();
  const now = useNow();
  const words = useMomentWords();
  const address = useTableAddress();
  const { known, current, failed, retry } = useSummary<Histogram>('/api/events/histogram', {
    clock,
    ignored,
    drawn,
  });
  const [chosen, setChosen] = useState<{ start: number; end: number } | null>(null);
  const [dragging, setDragging] = useState(false);

  // The bars are new, so the old choice is dropped.
  const [shown, setShown] = useState(known);
  if (shown !== known) {
    setShown(known);
    setChosen(null);
  }

  const { bars, unit } = known ?? { bars: [], unit: 'day' as const };
  const [low, high] = chosen
    ? [Math.min(chosen.start, chosen.end), Math.max(chosen.start, chosen.end)]
    : [-1, -1];

  function zoom() {
    const [first, last] = [bars[low], bars[high]];
    if (first && last) address.change({ from: first.from, to: last.to });
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      const end = Math.max(0, Math.min(bars.length - 1, chosen ? chosen.end + step : bars.length - 1));
      setChosen({ start: event.shiftKey && chosen ? chosen.start : end, end });
    } else if (event.key === 'Enter' && chosen) {
      event.preventDefault();
      zoom();
    } else if (event.key === 'Escape') setChosen(null);
  }

  const waits = known === null && !failed;
  const ranged = Boolean(address.params.get('from') || address.params.get('to'));
  // Nothing to show and no range to leave. The list says that it is empty.
  if (known && current && bars.length === 0 && !failed && !ranged) return null;
  const [first, last] = [bars[low], bars[high]];
  const total = bars.slice(low, high + 1).reduce((sum, { count }) => sum + count, 0);
  const said =
    first && last
      ? t('chosen', { from: words(first.from), to: words(last.to), count: total })
      : t('hint', { unit });
  return (
    // The reserved height keeps the content below in place.
    <section aria-label={t('label')} aria-busy={!current && !failed} className="mb-3 min-h-20" data-chrome>
      {failed ? <SummaryFailed text={t('failed')} code={failed} onRetry={retry} /> : null}
      {/* biome-ignore lint/a11y/useSemanticElements: a range of bars is no form field. */}
      <div
        role="group"
        tabIndex={bars.length > 0 ? 0 : -1}
        aria-label={`${t('label')}${common('stop')}${t('keys')}`}
        className="h-12 cursor-crosshair touch-pan-y select-none rounded-md border-line border-b"
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          const start = barAt(event, bars.length);
          setDragging(true);
          setChosen({ start, end: start });
        }}
        onPointerMove={(event) => {
          if (dragging && chosen) setChosen({ ...chosen, end: barAt(event, bars.length) });
        }}
        onPointerCancel={() => setDragging(false)}
        onPointerUp={() => {
          setDragging(false);
          if (chosen && bars.length > 1) zoom();
        }}
      >
        {waits ? <HistogramSkeleton /> : <Bars bars={bars} low={low} high={high} />}
      </div>
      <div className="flex min-h-8 flex-wrap items-center gap-x-3 text-muted text-sm [&_details[open]]:order-last [&_details[open]]:basis-full [&_details]:mt-0">
        <p aria-live="polite" className="tabular">
          {bars.length > 0 ? said : null}
        </p>
        {bars.length > 0 ? (
          <p className="max-lg:sr-only">
            {clock === 'building' ? t('ownClocks') : t('inZone', { zone: zoneWords(clock, now) })}
          </p>
        ) : null}
        {ranged ? (
          <Button size="small" tone="quiet" onClick={() => address.change({ from: null, to: null })}>
            {t('all')}
          </Button>
        ) : null}
        {bars.length > 0 ? (
          <ChartTable
            label={t('label')}
            head={[t('time'), t('events')]}
            rows={bars.map(({ from, count }) => [words(from), format.number(count, 'count')])}
          />
        ) : null}
        <FoldButton onFold={onFold} />
      </div>
    </section>
  );
}

function FoldButton({ onFold }: { onFold: () => void }) {
  const t = useTranslations('events.histogram');
  return (
    <IconButton
      size="small"
      icon={ChevronUp}
      label={t('fold')}
      className="ml-auto"
      onClick={({ currentTarget }) => {
        returnFocus(trailOf(currentTarget));
        onFold();
      }}
    />
  );
}

/** Bars from `low` to `high` are chosen. -1: none. */
function Bars({ bars, low, high }: { bars: Histogram['bars']; low: number; high: number }) {
  const top = Math.max(1, ...bars.map(({ count }) => count));
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${Math.max(1, bars.length)} 100`}
      preserveAspectRatio="none"
      className="block size-full"
    >
      {bars.map(({ from, count }, index) => (
        <rect
          key={from}
          x={index + 0.08}
          width={0.84}
          y={100 - (count / top) * 100}
          height={(count / top) * 100}
          className={
            low >= 0 && (index < low || index > high) ? 'fill-accent opacity-25' : 'fill-accent opacity-85'
          }
        />
      ))}
    </svg>
  );
}

function barAt({ currentTarget, clientX }: PointerEvent<HTMLElement>, count: number): number {
  const box = currentTarget.getBoundingClientRect();
  const index = Math.floor(((clientX - box.left) / box.width) * count);
  return Math.max(0, Math.min(count - 1, index));
}
