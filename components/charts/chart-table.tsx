import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

/** The same figures as a table, for whoever cannot or would rather not read a picture. */
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
        <table className="tabular w-full">
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
                <th scope="row" className="px-3 py-1 text-left font-normal">
                  {name}
                </th>
                {values.map((value, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns of one row do not move.
                  <td key={index} className="px-3 py-1 text-right">
                    {value}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
