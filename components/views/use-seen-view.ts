import { useSearchParams } from 'next/navigation';
import { usePreferences } from '@/components/ui/preferences';
import { tableOf, type ViewPage } from '@/lib/abilities/destinations';
import type { SavedView } from '@/lib/views/data';

/** What a view of this list would hold now. */
export function useSeenView(page: ViewPage): Pick<SavedView, 'query' | 'columns' | 'density'> {
  const query = useSearchParams().toString();
  const { preferences } = usePreferences();
  return { query, columns: preferences.tables[tableOf(page)] ?? null, density: preferences.density };
}
