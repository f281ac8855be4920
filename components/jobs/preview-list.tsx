'use client';

import { CircleAlert, CircleCheck, CircleDot } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { StateBadge } from '@/components/ui/badge';
import { Notice } from '@/components/ui/notice';
import type { JobKind } from '@/lib/db/tables/jobs';
import type { PlannedStep, Preview } from '@/lib/jobs/plan';
import { labelText } from '@/lib/text/visible-text';
import { OutcomeCause } from './outcome-cause';
import { ReadingGaps } from './reading-gaps';
import { StepWhat } from './step-what';
import { StepWhere } from './step-where';

const looks = {
  change: { icon: CircleDot, tone: 'info' },
  already: { icon: CircleCheck, tone: 'good' },
  blocked: { icon: CircleAlert, tone: 'bad' },
} as const;

/** The counts, then the rows: blocked rows first, each with its reason. */
export function PreviewList({ preview }: { preview: Preview }) {
  const t = useTranslations('jobs.preview');
  const made = useTranslations('table.codes');
  const { counts, rows } = preview;
  const total = counts.change + counts.already + counts.blocked;
  return (
    <div>
      <p role="status" className="mb-2 font-medium">
        {[
          t('change', { count: counts.change }),
          counts.already > 0 ? t('already', { count: counts.already }) : null,
          preview.expired > 0 ? t('expired', { count: preview.expired }) : null,
          counts.blocked > 0 ? t('blocked', { count: counts.blocked }) : null,
        ]
          .filter((part) => part !== null)
          .join(' · ')}
      </p>
      {preview.kind === 'revoke-doorcodes' ? (
        <p className="mb-2 text-muted text-sm">{made('unseen')}</p>
      ) : null}
      {preview.waitsFor ? (
        <Notice
          tone="warn"
          className="mb-2"
          title={t(preview.waitsFor.closed ? 'waitsClosed' : 'waitsTitle')}
        >
          {t(preview.waitsFor.closed ? 'waitsClosedText' : 'waitsText', {
            account: labelText(preview.waitsFor.account),
          })}
        </Notice>
      ) : null}
      {preview.approval ? (
        <Notice tone="warn" className="mb-2" title={t('approvalTitle')}>
          {t('approvalText', preview.approval)}
        </Notice>
      ) : null}
      {preview.gaps ? <ReadingGaps gaps={preview.gaps} /> : null}
      <section
        data-scroll
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard.
        tabIndex={0}
        aria-label={t('rows')}
        className="max-h-72 overflow-auto rounded-md border border-line"
      >
        <ul className="divide-y divide-line">
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a preview is drawn whole and never reordered.
            <li key={index} className="grid gap-1 px-3 py-2 sm:grid-cols-[11rem_1fr]">
              <span>
                <StateBadge {...looks[row.verdict]}>{t(`verdicts.${row.verdict}`)}</StateBadge>
              </span>
              <PreviewRow row={row} kind={preview.kind} />
            </li>
          ))}
        </ul>
      </section>
      {rows.length < total ? (
        <p className="mt-2 text-muted text-sm">{t('more', { count: total - rows.length })}</p>
      ) : null}
    </div>
  );
}

function PreviewRow({ row, kind }: { row: PlannedStep; kind: JobKind }) {
  return (
    <div className="min-w-0">
      <StepWhat target={row.target} doorcode={row.doorcode ?? null} />
      <p className="text-muted">
        <StepWhere target={row.target} />
      </p>
      {row.code ? <OutcomeCause ending={{ state: 'failed', code: row.code }} kind={kind} /> : null}
    </div>
  );
}
