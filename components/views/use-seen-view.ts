import { useSearchParams } from 'next/navigation';
import { usePreferences } from '@/components/ui/preferences';
import { tableOf, type ViewPage } from '@/lib/abilities/destinations';
import type { SavedView } from '@/lib/views/data';

export type SeenView = Pick<SavedView, 'query' | 'columns' | 'density'>;

/** What a view of this list would hold now. `fixed`: filters that are not in the query of the address. */
export function useSeenView(page: ViewPage, fixed: Record<string, string>): SeenView {
  const query = new URLSearchParams(useSearchParams());
  const { preferences } = usePreferences();
  for (const [name, value] of Object.entries(fixed)) query.set(name, value);
  return {
    query: query.toString(),
    columns: preferences.tables[tableOf(page)] ?? null,
    density: preferences.density,
  };
}
