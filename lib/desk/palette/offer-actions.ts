import { type DestinationName, destinationsOf } from '@/lib/abilities/destinations';
import { relationsOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';
import type { PaletteAction } from './hit-rows';

type Offer = PaletteAction & { needs: DestinationName };

/** Keeps the actions whose page is useful to this person. The page itself checks access. */
export function createOffers(scope: Scope): (offers: (Offer | null)[]) => PaletteAction[] {
  const relations = relationsOf(scope.channels);
  const destinations = new Set(destinationsOf({ ...scope, relations }));
  return (offers) =>
    offers.flatMap((offer) =>
      offer && destinations.has(offer.needs) ? [{ deed: offer.deed, href: offer.href }] : [],
    );
}

const listOf = (page: string, filter: Record<string, string>) => `${page}?${new URLSearchParams(filter)}`;

/** Each takes the filter of a list: `{ q: 'anna@example.org' }`, `{ building: 'Harbor View' }`. */
export const offer = {
  newDoorcode: (filter: Record<string, string>): Offer => ({
    deed: 'newDoorcode',
    needs: 'doorcodes',
    href: listOf('/doorcodes/new', filter),
  }),
  assignMaster: (href: string): Offer => ({ deed: 'assignMaster', needs: 'masters', href }),
  addPerson: (filter: Record<string, string>): Offer => ({
    deed: 'addPerson',
    needs: 'people',
    href: listOf('/people', { ...filter, new: '1' }),
  }),
  handOutKey: (filter: Record<string, string>): Offer => ({
    deed: 'handOutKey',
    needs: 'keys',
    href: listOf('/keys', { ...filter, new: '1' }),
  }),
  showRooms: (href: string): Offer => ({ deed: 'showRooms', needs: 'buildings', href }),
  showMasters: (filter: Record<string, string>): Offer => ({
    deed: 'showMasters',
    needs: 'masters',
    href: listOf('/masters', filter),
  }),
  showShares: (filter: Record<string, string>): Offer => ({
    deed: 'showShares',
    needs: 'shares',
    href: listOf('/shares', filter),
  }),
  showDoorcodes: (filter: Record<string, string>): Offer => ({
    deed: 'showDoorcodes',
    needs: 'doorcodes',
    href: listOf('/doorcodes', filter),
  }),
  showPeople: (filter: Record<string, string>): Offer => ({
    deed: 'showPeople',
    needs: 'people',
    href: listOf('/people', filter),
  }),
  showKeys: (filter: Record<string, string>): Offer => ({
    deed: 'showKeys',
    needs: 'keys',
    href: listOf('/keys', filter),
  }),
  showEvents: (filter: Record<string, string>): Offer => ({
    deed: 'showEvents',
    needs: 'events',
    href: listOf('/events', filter),
  }),
};
