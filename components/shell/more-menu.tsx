'use client';

import { Ellipsis } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { cx } from '@/components/ui/classes';
import { Menu } from '@/components/ui/menu';
import { addressOf, type NamedDestination } from '@/lib/abilities/destinations';
import { destinationIcons } from './destination-icons';
import { isCurrent, WaitingBadge } from './nav-link';

export function MoreMenu({ places }: { places: NamedDestination[] }) {
  const t = useTranslations('shell');
  const pathname = usePathname();
  const within = places.some(({ name }) => isCurrent(addressOf(name), pathname));
  const waiting = places.reduce((sum, place) => sum + (place.waiting ?? 0), 0);
  return (
    <Menu
      label={t('more')}
      placement="above-end"
      entries={places.map(({ name, title, waiting }) => ({
        kind: 'link',
        label: waiting ? `${title} · ${t('waiting', { count: waiting })}` : title,
        icon: destinationIcons[name],
        href: addressOf(name),
      }))}
      trigger={(props) => (
        <button
          {...props}
          type="button"
          className={cx(
            'relative flex min-h-14 min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-[0.6875rem] leading-4 -outline-offset-2',
            within ? 'font-medium text-accent-ink' : 'text-muted',
          )}
        >
          <Ellipsis aria-hidden className="size-5" strokeWidth={1.75} />
          <span>{t('more')}</span>
          {waiting > 0 ? <WaitingBadge count={waiting} words={t('waiting', { count: waiting })} /> : null}
        </button>
      )}
    />
  );
}
