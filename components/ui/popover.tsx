'use client';

import { type ReactNode, type RefObject, useCallback, useEffect, useId, useRef, useState } from 'react';
import { cx } from './classes';

export type PopoverPlacement = 'below-start' | 'below-end' | 'above-start' | 'above-end';

export type TriggerProps = {
  ref: RefObject<HTMLButtonElement | null>;
  popoverTarget: string;
  'aria-expanded': boolean;
  'aria-controls': string;
};

const gap = 4;
const margin = 8;

/**
 * A small layer next to its trigger, made of the native popover, which brings the top layer, Esc, closing on an
 * outside click and the return of focus. React Aria's popover does the same for 30 kB more on every page.
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
  children: (close: () => void) => ReactNode;
  placement?: PopoverPlacement;
  className?: string;
  label?: string;
  /** Needs `label`. Leave both out if the content has its own role. */
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
      // After it has closed: the browser returns the focus only while the focused element exists.
      if (event.newState === 'closed') setOpen(false);
      else focusInside(layer);
    };
    layer.addEventListener('beforetoggle', before);
    layer.addEventListener('toggle', after);
    // The browser opens it by the trigger's attribute, possibly before this script ran.
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
    const grown = () => {
      put();
      // The content has been loaded since.
      if (document.activeElement === layer) focusInside(layer);
    };
    put();
    const observer = new ResizeObserver(grown);
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

/** Moves the focus into the layer, or to the layer itself until its content is loaded. */
function focusInside(layer: HTMLElement): void {
  if (layer !== document.activeElement && layer.contains(document.activeElement)) return;
  const first = layer.querySelector<HTMLElement>(
    'input:not(:disabled), select, textarea, button:not(:disabled), a[href], [tabindex="0"]',
  );
  (first ?? layer).focus();
}

/** Places the layer on the preferred side, on the other if there is no room, and inside the window. */
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
