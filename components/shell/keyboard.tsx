'use client';

import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { focusRoomField } from '@/components/doorcodes/room-field';
import { keepFocusOfPressed } from '@/components/ui/return-focus';
import { addressOf, destinations, type NamedDestination } from '@/lib/abilities/destinations';
import { closeLayer, openPalette, openShortcuts, typeAhead, useLayer } from './palette-state';

// Loaded on first use: most pages never need them.
const Palette = dynamic(() => import('./palette').then((module) => module.Palette), { ssr: false });
const Shortcuts = dynamic(() => import('./shortcuts').then((module) => module.Shortcuts), { ssr: false });

/** Keyboard shortcuts: ⌘K or Ctrl K, `?`, `c`, and `g` with a page's letter. */
export function Keyboard({ places }: { places: NamedDestination[] }) {
  const layer = useLayer();
  const router = useRouter();

  useEffect(() => {
    // Not 0, which is the start of the page: keys of its first second would count as pressed after `g`.
    let goAt = Number.NEGATIVE_INFINITY;
    function onKeyDown(event: KeyboardEvent) {
      if (
        event.key.toLowerCase() === 'k' &&
        (event.metaKey || event.ctrlKey) &&
        !event.shiftKey &&
        !event.altKey
      ) {
        event.preventDefault();
        openPalette();
        return;
      }
      if (typeAhead(event)) {
        event.preventDefault();
        event.stopPropagation();
        return;
      }
      const target = event.target as HTMLElement;
      // Letters belong to a field, a dialog or a menu that has the focus.
      const busy = target.closest(
        'input, textarea, select, [contenteditable], dialog, [popover], [role=menu]',
      );
      if (busy || event.metaKey || event.ctrlKey || event.altKey || event.isComposing) return;
      if (event.key === '?') {
        event.preventDefault();
        openShortcuts();
      } else if (event.timeStamp - goAt < 1000) {
        goAt = Number.NEGATIVE_INFINITY;
        const place = places.find(({ name }) => destinations[name].key === event.key);
        if (place) {
          event.preventDefault();
          router.push(addressOf(place.name));
        }
      } else if (event.key === 'g') {
        goAt = event.timeStamp;
      } else if (event.key === 'c' && places.some(({ name }) => name === 'doorcodes')) {
        event.preventDefault();
        focusRoomField();
        router.push('/doorcodes/new');
      }
    }
    // In the capture phase, so that text typed before the palette is ready goes to it.
    document.addEventListener('keydown', onKeyDown, true);
    return () => document.removeEventListener('keydown', onKeyDown, true);
  }, [places, router]);

  useEffect(keepFocusOfPressed, []);

  useEffect(() => {
    // Browser tests wait for this: keys work from now on.
    document.documentElement.dataset.ready = '';
  }, []);

  if (layer === 'palette') return <Palette places={places} onClose={closeLayer} />;
  if (layer === 'shortcuts') return <Shortcuts places={places} onClose={closeLayer} />;
  return null;
}
