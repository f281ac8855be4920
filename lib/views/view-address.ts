import { addressOf } from '@/lib/abilities/destinations';
import { buildingHref } from '@/lib/places/building-address';
import { nameFromAddress } from '@/lib/table/name-in-address';
import type { SavedView } from './data';

/** The list under the view's filters. `?view=` names the view on its page. */
export function viewAddress(view: Pick<SavedView, 'page' | 'id' | 'query'>): string {
  const { path, query } = placeOf(view);
  return `${path}?${query ? `${query}&` : ''}view=${view.id}`;
}

/** The list's page is asked to open the view, and says if it cannot. */
export function openingAddress(view: Pick<SavedView, 'page' | 'id' | 'query'>): string {
  return `${placeOf(view).path}?open=${view.id}`;
}

function placeOf({ page, query }: Pick<SavedView, 'page' | 'query'>): { path: string; query: string } {
  if (page !== 'rooms') return { path: addressOf(page), query };
  const rest = new URLSearchParams(query);
  const path = buildingHref(nameFromAddress(rest.get('building') ?? ''));
  rest.delete('building');
  return { path, query: rest.toString() };
}
