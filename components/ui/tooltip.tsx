'use client';

import { type ReactNode, useId, useRef, useState } from 'react';
import { cx } from './classes';

/**
 * More text for a few words, on hover and focus, in the top layer, where no table cuts it. Esc closes it, and the
 * pointer may rest on it (WCAG 1.4.13). The page must make sense without it.
 */
export function Tooltip({
  text,
  children,
  className,
  focusable = true,
}: {
  /** Computed when shown: the texts of a long list would cost more than its rows. */
  text: () => string;
  children: ReactNode;
  className?: string | undefined;
  /** False if the content takes the focus itself. */
  focusable?: boolean;
}) {
  const id = useId();
  const anchor = useRef<HTMLSpanElement>(null);
  const layer = useRef<HTMLSpanElement>(null);
  const [open, setOpen] = useState(false);

  function show() {
    const at = anchor.current?.getBoundingClientRect();
    const element = layer.current;
    if (!at || !element || open) return;
    setOpen(true);
    element.showPopover();
    const { offsetWidth: width, offsetHeight: height } = element;
    const top = at.top - height - 6 >= 8 ? at.top - height - 6 : at.bottom + 6;
    element.style.top = `${top}px`;
    element.style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - width - 8))}px`;
  }

  function hide() {
    if (!open) return;
    setOpen(false);
    layer.current?.hidePopover();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the words are read; hovering them only tells more.
    <span
      ref={anchor}
      // Keyboard users must be able to read the exact text.
      tabIndex={focusable ? 0 : undefined}
      aria-describedby={open ? id : undefined}
      className={cx(
        'inline-block max-w-full rounded-sm',
        // Focusable content has an outline, which this would cut.
        focusable && 'overflow-hidden text-ellipsis align-bottom',
        className,
      )}
      onPointerEnter={(event) => event.pointerType === 'mouse' && show()}
      onPointerLeave={hide}
      onFocus={show}
      onBlur={hide}
      onClick={(event) => {
        // Touch has no hover, so a tap shows it.
        if (!window.matchMedia('(hover: hover)').matches) {
          event.stopPropagation();
          show();
        }
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && open) {
          event.stopPropagation();
          hide();
        }
      }}
    >
      {children}
      <span
        ref={layer}
        id={id}
        role="tooltip"
        popover="manual"
        className="fixed inset-auto max-w-72 rounded-md bg-ink px-2 py-1 text-canvas text-xs shadow-raised"
      >
        {open ? text() : null}
      </span>
    </span>
  );
}
