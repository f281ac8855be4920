import type { LucideIcon } from 'lucide-react';
import NextLink from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { wholeShares } from './scale';

export type Share = { key: string; label: string; icon: LucideIcon; count: number; href: string };

/** The parts of a total, with number and share. It is its own table. */
export function ShareBars({ label, shares }: { label: string; shares: Share[] }) {
  const t = useTranslations('common.chart');
  const format = useFormatter();
  const sorted = shares.toSorted((a, b) => b.count - a.count);
  const percent = wholeShares(sorted.map(({ count }) => count));
  const largest = Math.max(1, ...percent);
  return (
    <table aria-label={label} className="w-full border-separate border-spacing-y-1">
      <thead className="sr-only">
        <tr>
          <th scope="col">{t('kind')}</th>
          <th scope="col">{t('value')}</th>
          <th scope="col">{t('share')}</th>
        </tr>
      </thead>
      <tbody>
        {sorted.map(({ key, label: name, icon: Icon, count, href }, index) => (
          <tr key={key}>
            <th scope="row" className="relative py-0.5 text-left font-normal">
              <span
                aria-hidden
                className="absolute inset-y-0 left-0 rounded bg-accent-soft"
                style={{ width: `${((percent[index] ?? 0) / largest) * 100}%` }}
              />
              <NextLink
                href={href}
                className="relative flex min-h-6 items-center gap-2 rounded px-2 hover:underline"
              >
                <Icon aria-hidden className="size-4 shrink-0 text-muted" />
                <span className="truncate">{name}</span>
              </NextLink>
            </th>
            <td className="tabular w-20 text-right">{format.number(count, 'count')}</td>
            <td className="tabular w-14 text-right text-muted">
              {format.number((percent[index] ?? 0) / 100, 'share')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
