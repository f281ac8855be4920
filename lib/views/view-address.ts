import { addressOf } from '@/lib/abilities/destinations';
import type { SavedView } from './data';

/** The list under the view's filters. `?view=` names the view on its page. */
export function viewAddress({ page, id, query }: Pick<SavedView, 'page' | 'id' | 'query'>): string {
  return `${addressOf(page)}?${query ? `${query}&` : ''}view=${id}`;
}
