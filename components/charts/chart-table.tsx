import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

/** The same figures as a table, for people who cannot or do not want to read a chart. */
export function ChartTable({
  label,
  head,
  rows,
}: {
  label: string;
  head: string[];
  rows: [name: string, ...values: ReactNode[]][];
}) {
  const t = useTranslations('common.chart');
  return (
    <details className="mt-2 text-sm" data-chrome>
      <summary className="w-fit rounded-sm py-1 text-muted hover:text-ink pointer-coarse:py-3">
        {t('table')}
      </summary>
      <section
        data-scroll
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard.
        tabIndex={0}
        aria-label={label}
        className="mt-2 max-h-72 overflow-auto rounded-md border border-line"
      >
        {/* Hundreds of cells: common styles are on the table. */}
        <table className="tabular w-full [&_tbody_th]:px-3 [&_tbody_th]:py-1 [&_tbody_th]:text-left [&_tbody_th]:font-normal [&_td]:px-3 [&_td]:py-1 [&_td]:text-right">
          <caption className="sr-only">{label}</caption>
          <thead>
            <tr>
              {head.map((title, index) => (
                <th
                  key={title}
                  scope="col"
                  className={`sticky top-0 bg-surface px-3 py-1.5 font-medium text-muted text-xs ${index === 0 ? 'text-left' : 'text-right'}`}
                >
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, ...values]) => (
              <tr key={name} className="border-line border-t">
                <th scope="row">{name}</th>
                {values.map((value, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns of one row do not move.
                  <td key={index}>{value}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
