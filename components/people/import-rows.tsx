'use client';

import { CircleAlert, CirclePlus, Equal, PencilLine } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Day } from '@/components/registers/day';
import { StateBadge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { SafeText } from '@/components/ui/safe-text';
import { SegmentedControl } from '@/components/ui/segmented-control';
import type { FieldChange, RowPreview, RowStatus } from '@/lib/registers/import/plan';
import type { ImportPreview } from '@/lib/registers/import/preview-import';
import type { RowChoice } from '@/lib/registers/import/schema';
import { RowChoices } from './row-choices';

const icons = { new: CirclePlus, changed: PencilLine, same: Equal, invalid: CircleAlert };
const tones = { new: 'good', changed: 'info', same: 'neutral', invalid: 'bad' } as const;
const order = ['invalid', 'changed', 'new', 'same'] as const;
const pageRows = 200;

export function ImportRows({
  preview,
  without,
  deciding,
  onToggle,
  onDecide,
}: {
  preview: ImportPreview;
  without: ReadonlySet<number>;
  deciding: boolean;
  onToggle: (line: number) => void;
  onDecide: (lines: readonly number[], choice: RowChoice | null) => void;
}) {
  const t = useTranslations('people.import');
  const [status, setStatus] = useState<RowStatus | 'all'>('all');
  const [most, setMost] = useState(pageRows);
  const rows = preview.rows.filter((row) => status === 'all' || row.status === status);
  const options = [
    { value: 'all' as const, label: `${t('all')} ${preview.rows.length}` },
    ...order.map((value) => ({ value, label: `${t(`status.${value}`)} ${preview.counts[value]}` })),
  ];
  return (
    <>
      <div className="mb-3 overflow-x-auto">
        <SegmentedControl
          label={t('show')}
          options={options}
          value={status}
          onChange={(value) => {
            setStatus(value);
            setMost(pageRows);
          }}
        />
      </div>
      <div className="overflow-clip rounded-lg border border-line bg-surface">
        {rows.length === 0 ? <p className="px-4 py-6 text-muted">{t('noRows')}</p> : null}
        <ul aria-label={t('rows')} className="divide-y divide-line">
          {rows.slice(0, most).map((row) => (
            <ImportRow
              key={row.line}
              row={row}
              taken={!without.has(row.line)}
              onToggle={() => onToggle(row.line)}
            >
              <RowChoices row={row} rows={preview.rows} disabled={deciding} onDecide={onDecide} />
            </ImportRow>
          ))}
        </ul>
      </div>
      {rows.length > most ? (
        <Button className="mt-3" onClick={() => setMost(most + 1_000)}>
          {t('more', { count: Math.min(1_000, rows.length - most) })}
        </Button>
      ) : null}
    </>
  );
}

function ImportRow({
  row,
  taken,
  onToggle,
  children,
}: {
  row: RowPreview;
  taken: boolean;
  onToggle: () => void;
  children: ReactNode;
}) {
  const t = useTranslations('people.import');
  const writes = row.status === 'new' || row.status === 'changed';
  return (
    <li className="grid grid-cols-[1.5rem_1fr_auto] items-start gap-x-3 gap-y-1 px-3 py-2 sm:grid-cols-[1.5rem_4.5rem_minmax(10rem,1fr)_2fr_8.5rem] sm:*:last:justify-self-end">
      <span className="grid min-h-6 place-items-center">
        {writes ? (
          <input
            type="checkbox"
            className="size-4"
            checked={taken}
            aria-label={t('take', { line: row.line, name: row.name })}
            onChange={onToggle}
          />
        ) : null}
      </span>
      <span className="tabular text-muted text-sm leading-6 max-sm:hidden">
        {t('line')} {row.line}
      </span>
      <span className="min-w-0">
        <span className="block break-words font-medium leading-6">
          <SafeText>{row.name}</SafeText>
        </span>
        <span className="block break-words text-muted text-sm">
          <span className="sm:hidden">
            {t('line')} {row.line} ·{' '}
          </span>
          <SafeText>{[row.building, row.unit].filter(Boolean).join(' · ')}</SafeText>
        </span>
      </span>
      <span className="min-w-0 text-sm max-sm:order-last max-sm:col-span-3 max-sm:pl-9">
        <RowResult row={row} />
        {children}
      </span>
      <StateBadge tone={tones[row.status]} icon={icons[row.status]}>
        {t(`status.${row.status}`)}
      </StateBadge>
    </li>
  );
}

function RowResult({ row }: { row: RowPreview }) {
  const t = useTranslations('people.import');
  const columns = useTranslations('people.columns');
  const common = useTranslations('common');
  if (row.status === 'same') return <span className="text-muted">{t('sameText')}</span>;
  if (row.status === 'invalid') {
    return row.problems.map((problem, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the problems of one row never move.
      <span key={index} className="block break-words text-bad">
        <span>{problem.field ? columns(problem.field) + common('colon') : ''}</span>
        <SafeText>{t(`problems.${problem.code}`, { text: problem.text ?? '' })}</SafeText>
      </span>
    ));
  }
  return row.changes
    .filter(({ field }) => row.status === 'changed' || field !== 'name')
    .map((change) => (
      <span key={change.field} className="block break-words">
        <span className="text-muted">{columns(change.field) + common('colon')}</span>
        {row.status === 'changed' ? (
          <>
            {change.from === '' ? (
              <Value change={change} value="" />
            ) : (
              <del className="text-muted">
                <Value change={change} value={change.from} />
              </del>
            )}
            <span>{' → '}</span>
          </>
        ) : null}
        <Value change={change} value={change.to} />
      </span>
    ));
}

function Value({ change: { field }, value }: { change: FieldChange; value: string }) {
  const t = useTranslations('people.import');
  if (value === '') return <span className="text-muted italic">{t('nothing')}</span>;
  if (field === 'movedIn' || field === 'movedOut') return <Day day={value} />;
  return <SafeText>{value.replaceAll('\n', ' ⏎ ')}</SafeText>;
}
