import NextLink from 'next/link';
import { useTranslations } from 'next-intl';
import { addressOf, type DestinationName, type NamedDestination } from '@/lib/abilities/destinations';
import { AccountMenu, type Who } from './account-menu';
import { destinationIcons } from './destination-icons';
import { Mark } from './mark';
import { MoreMenu } from './more-menu';
import { BarLink } from './nav-link';
import { PaletteButton } from './palette-button';

export function PhoneTop(who: Who) {
  return (
    <header
      data-chrome
      className="sticky top-0 z-30 flex h-12 items-center gap-1 border-line border-b bg-surface px-3 md:hidden"
    >
      <NextLink href="/" className="flex min-h-11 flex-1 items-center gap-2 font-semibold text-lg">
        <Mark className="size-6" />
        <span>Doordesk</span>
      </NextLink>
      <PaletteButton look="icon" />
      <AccountMenu {...who} look="icon" />
    </header>
  );
}

/** The navigation on a phone: four destinations, and the rest behind "More". */
export function BottomBar({ places }: { places: NamedDestination[] }) {
  const t = useTranslations('shell');
  const wanted: DestinationName[] = ['overview', 'buildings', 'doorcodes', 'events', 'masters'];
  const first = wanted.flatMap((name) => places.find((place) => place.name === name) ?? []).slice(0, 4);
  const rest = places.filter((place) => !first.includes(place));
  return (
    <nav
      data-chrome
      aria-label={t('navigation')}
      className="fixed inset-x-0 bottom-0 z-30 flex border-line border-t bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {first.map(({ name, title }) => {
        const Icon = destinationIcons[name];
        return (
          <BarLink key={name} href={addressOf(name)} label={title}>
            <Icon aria-hidden className="size-5" strokeWidth={1.75} />
          </BarLink>
        );
      })}
      <MoreMenu places={rest} />
    </nav>
  );
}
