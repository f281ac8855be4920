'use client';

import { type ReactNode, type RefObject, useCallback, useEffect, useId, useRef, useState } from 'react';
import { cx } from './classes';

export type PopoverPlacement = 'below-start' | 'below-end' | 'above-start' | 'above-end';

/** What a popover's trigger has to carry. */
export type TriggerProps = {
  ref: RefObject<HTMLButtonElement | null>;
  popoverTarget: string;
  'aria-expanded': boolean;
  'aria-controls': string;
};

const gap = 4;
const margin = 8;

/**
 * A small layer beside its trigger, on the platform's own popover: top layer, Esc, closing by a click elsewhere and the
 * return of focus come with the browser. React Aria's popover does the same for 30 kB more on every page.
 */
export function Popover({
  trigger,
  children,
  placement = 'below-start',
  className,
  label,
  role,
}: {
  trigger: (props: TriggerProps, open: boolean) => ReactNode;
  /** Rendered only while open. */
  children: (close: () => void) => ReactNode;
  placement?: PopoverPlacement;
  className?: string;
  label?: string;
  /** With `label`; leave both out when the content brings a role of its own. */
  role?: 'dialog' | 'group';
}) {
  const id = useId();
  const triggerRef = useRef<HTMLButtonElement>(null);
  const layerRef = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const close = useCallback(() => layerRef.current?.hidePopover(), []);

  useEffect(() => {
    const layer = layerRef.current;
    if (!layer) return;
    const before = (event: ToggleEvent) => {
      if (event.newState === 'open') setOpen(true);
    };
    const after = (event: ToggleEvent) => {
      // Not before it has closed: the browser gives the focus back only while what holds it is still there.
      if (event.newState === 'closed') setOpen(false);
      else focusInside(layer);
    };
    layer.addEventListener('beforetoggle', before);
    layer.addEventListener('toggle', after);
    // The browser opens it by the trigger's attribute alone, so it may have been opened before anybody listened.
    if (layer.matches(':popover-open')) {
      setOpen(true);
      focusInside(layer);
    }
    return () => {
      layer.removeEventListener('beforetoggle', before);
      layer.removeEventListener('toggle', after);
    };
  }, []);

  useEffect(() => {
    const layer = layerRef.current;
    const anchor = triggerRef.current;
    if (!open || !layer || !anchor) return;
    const put = () => place(layer, anchor, placement);
    put();
    const observer = new ResizeObserver(put);
    observer.observe(layer);
    window.addEventListener('scroll', put, { capture: true, passive: true });
    window.addEventListener('resize', put);
    return () => {
      observer.disconnect();
      window.removeEventListener('scroll', put, { capture: true });
      window.removeEventListener('resize', put);
    };
  }, [open, placement]);

  return (
    <>
      {trigger({ ref: triggerRef, popoverTarget: id, 'aria-expanded': open, 'aria-controls': id }, open)}
      <div
        ref={layerRef}
        id={id}
        popover="auto"
        tabIndex={-1}
        {...(role ? { role, 'aria-label': label } : {})}
        className={cx(
          'fixed outline-none max-h-[min(70dvh,32rem)] max-w-[calc(100vw-1rem)] overflow-auto rounded-lg bg-raised text-base shadow-raised',
          open && 'appear',
          className,
        )}
      >
        {open ? children(close) : null}
      </div>
    </>
  );
}

/** Focus goes along into what was opened; until its content is here, to the layer itself. */
function focusInside(layer: HTMLElement): void {
  if (layer.contains(document.activeElement)) return;
  const first = layer.querySelector<HTMLElement>(
    'input:not(:disabled), select, textarea, button:not(:disabled), a[href], [tabindex="0"]',
  );
  (first ?? layer).focus();
}

/** Beside the anchor on the wished side, on the other when there is no room, and never outside the window. */
function place(layer: HTMLElement, anchor: HTMLElement, placement: PopoverPlacement): void {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = layer;
  const below = at.bottom + gap;
  const above = at.top - gap - height;
  const roomBelow = below + height <= window.innerHeight - margin;
  const wantsBelow = placement.startsWith('below');
  const top = wantsBelow ? (roomBelow || above < margin ? below : above) : above >= margin ? above : below;
  const left = placement.endsWith('start') ? at.left : at.right - width;
  layer.style.inset = 'auto';
  layer.style.top = `${Math.max(margin, Math.min(top, window.innerHeight - height - margin))}px`;
  layer.style.left = `${Math.max(margin, Math.min(left, window.innerWidth - width - margin))}px`;
}
