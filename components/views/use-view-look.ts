import { useEffect, useEffectEvent } from 'react';
import { usePreferences } from '@/components/ui/preferences';
import { tableOf } from '@/lib/abilities/destinations';
import type { SavedView } from '@/lib/views/data';

const slot = 'doordesk-view';

/** Applies a view's columns to the table when it is opened. Later changes stay until it is opened again. */
export function useViewLook(view: SavedView | null): void {
  const { setColumns, setDensity } = usePreferences();
  const key = view ? `${view.id} ${view.revision}` : '';
  const look = useEffectEvent(() => {
    if (sessionStorage.getItem(slot) === key) return;
    sessionStorage.setItem(slot, key);
    if (!view) return;
    setColumns(tableOf(view.page), view.columns);
    if (view.density) setDensity(view.density);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the view that is open is the signal.
  useEffect(() => look(), [key]);
}
