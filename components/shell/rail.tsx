import NextLink from 'next/link';
import { useTranslations } from 'next-intl';
import {
  addressOf,
  destinationGroups,
  destinations,
  type NamedDestination,
} from '@/lib/abilities/destinations';
import { AccountMenu, type Who } from './account-menu';
import { destinationIcons } from './destination-icons';
import { Mark } from './mark';
import { RailLink } from './nav-link';
import { PaletteButton } from './palette-button';

/** The navigation at the left. Only icons on a narrow screen. */
export function Rail({
  places,
  ...who
}: {
  places: NamedDestination[];
} & Who) {
  const t = useTranslations('shell');
  return (
    <header
      data-chrome
      className="sticky top-0 flex h-dvh w-56 shrink-0 flex-col border-line border-r bg-sunken max-lg:w-14 max-md:hidden"
    >
      <div className="flex items-center gap-2 px-4 pt-4 pb-3 max-lg:justify-center max-lg:px-0">
        <NextLink
          href="/"
          className="flex items-center gap-2 rounded-md font-semibold text-lg tracking-[-0.015em]"
        >
          <Mark className="size-6" />
          <span className="max-lg:sr-only">Doordesk</span>
        </NextLink>
      </div>
      <div className="px-3 pb-2 max-lg:px-2">
        <PaletteButton look="rail" />
      </div>
      <nav aria-label={t('navigation')} className="min-h-0 flex-1 overflow-y-auto px-3 pb-4 max-lg:px-2">
        {[null, ...destinationGroups].map((group) => {
          const inside = places.filter(({ name }) => destinations[name].group === group);
          if (inside.length === 0) return null;
          return (
            <div key={group} className="mt-1 not-first:mt-4">
              {group ? (
                <p className="px-2.5 pb-1 font-medium text-faint text-xs max-lg:sr-only">
                  {t(`groups.${group}`)}
                </p>
              ) : null}
              <ul className="grid gap-px">
                {inside.map(({ name, title, waiting }) => {
                  const Icon = destinationIcons[name];
                  return (
                    <li key={name}>
                      <RailLink
                        href={addressOf(name)}
                        label={title}
                        {...(waiting
                          ? { waiting: { count: waiting, words: t('waiting', { count: waiting }) } }
                          : {})}
                      >
                        <Icon aria-hidden className="size-4 shrink-0" />
                      </RailLink>
                    </li>
                  );
                })}
              </ul>
            </div>
          );
        })}
      </nav>
      <div className="border-line border-t p-2">
        <AccountMenu {...who} look="rail" />
      </div>
    </header>
  );
}
