import { useSyncExternalStore } from 'react';
import { usePreferences } from '@/components/ui/preferences';

const wide = '(width >= 48rem)';

function subscribe(changed: () => void) {
  const query = window.matchMedia(wide);
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}

/** True if the bars above the events are open: as chosen, or else in a window that is wide enough. */
export function useTimelineOpen(): boolean {
  const { timeline } = usePreferences().preferences;
  const isWide = useSyncExternalStore(
    subscribe,
    () => window.matchMedia(wide).matches,
    () => true,
  );
  return timeline === 'auto' ? isWide : timeline === '1';
}
