'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useId, useLayoutEffect, useRef } from 'react';
import { IconButton } from './button';
import { ClampedTitle } from './clamped-title';
import { cx } from './classes';
import { closeModal, openModal } from './top-dialog';

type DialogProps = {
  open: boolean;
  /** Called by Esc, the cross, or a click outside the dialog. */
  onClose: () => void;
  title: ReactNode;
  /** One sentence under the title, which screen readers announce with it. */
  description?: ReactNode;
  children?: ReactNode;
  /** The deciding button is last. */
  footer?: ReactNode;
  size?: 'small' | 'normal' | 'wide';
  /** True while something runs that must not be interrupted. */
  locked?: boolean;
  /** True while its fields are still being read. The focus moves to them when they are there. */
  loading?: boolean;
};

const widths = { small: 'sm:w-[26rem]', normal: 'sm:w-[34rem]', wide: 'sm:w-[52rem]' };

/**
 * A modal <dialog>. The browser makes the page behind inert, keeps Tab inside, closes on Esc and returns the focus.
 * On a phone it rises from the bottom.
 */
export function Dialog({ size = 'normal', ...rest }: DialogProps) {
  return (
    <Modal
      {...rest}
      className={cx(
        'inset-x-0 top-auto bottom-0 max-h-[90dvh] w-full max-w-full rounded-t-xl sm:inset-auto sm:top-[12dvh] sm:left-1/2 sm:max-h-[80dvh] sm:max-w-[calc(100vw-2rem)] sm:-translate-x-1/2 sm:rounded-xl',
        widths[size],
      )}
    />
  );
}

/** Details at the side, with the list visible. On a phone it fills the page. */
export function Sheet(props: DialogProps) {
  return (
    <Modal
      {...props}
      panel
      className="inset-y-0 right-0 left-auto h-dvh max-h-dvh w-full max-w-full sm:w-[28rem] sm:border-line sm:border-l"
    />
  );
}

const fields = ':is(input:not([type=hidden]), select, textarea):not(:disabled)';

/** The browser would focus the cross. Focuses the first field that needs an answer, else any field or the harmless button. */
function focusFirst(dialog: HTMLDialogElement): void {
  const marked = dialog.querySelector<HTMLElement>('[data-first-focus]');
  const inside = [...dialog.querySelectorAll<HTMLInputElement>(`[data-scroll] ${fields}`)];
  (marked ?? inside.find(({ required, value }) => required && value === '') ?? inside[0])?.focus();
}

function Modal({
  open,
  onClose,
  title,
  description,
  children,
  footer,
  locked = false,
  loading = false,
  panel = false,
  className,
}: DialogProps & { panel?: boolean; className: string }) {
  const t = useTranslations('common');
  const ref = useRef<HTMLDialogElement>(null);
  const isShown = useRef(false);
  const id = useId();

  // Closed before React removes it, or the focus would be lost with it. React also hides what waits for a part of it, and
  // shows it again: then the dialog opens again.
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (!dialog || !open) return;
    openModal(dialog);
    isShown.current = true;
    return () => {
      isShown.current = false;
      closeModal(dialog);
    };
  }, [open]);

  useEffect(() => {
    if (open && !loading && ref.current) focusFirst(ref.current);
  }, [open, loading]);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc is the key for it, and the browser sends it as `cancel`.
    <dialog
      ref={ref}
      aria-labelledby={`${id}-title`}
      aria-describedby={description ? `${id}-text` : undefined}
      data-sheet={panel || undefined}
      className={cx(
        'fixed hidden flex-col bg-raised text-base text-ink shadow-raised open:flex',
        open && 'appear',
        className,
      )}
      onCancel={(event) => {
        event.preventDefault();
        if (!locked) onClose();
      }}
      onClose={() => {
        const dialog = ref.current;
        // The browser may also close it by itself.
        if (!isShown.current || !dialog || dialog.open) return;
        closeModal(dialog);
        onClose();
      }}
      onClick={(event) => {
        // Its parts cover the dialog's own box, so a click on the box came from the backdrop.
        if (event.target === event.currentTarget && !locked) onClose();
      }}
    >
      {open ? (
        <>
          <header className="flex items-start gap-3 border-line border-b px-5 pt-4 pb-3">
            <div className="min-w-0 flex-1">
              <h2 id={`${id}-title`} className="text-lg">
                <ClampedTitle>{title}</ClampedTitle>
              </h2>
              {description ? (
                <p id={`${id}-text`} className="mt-0.5 text-muted">
                  {description}
                </p>
              ) : null}
            </div>
            <IconButton icon={X} label={t('close')} disabled={locked} onClick={onClose} className="-mr-1.5" />
          </header>
          {children ? (
            <div data-scroll className="min-h-0 flex-1 overflow-auto px-5 py-4">
              {children}
            </div>
          ) : null}
          {footer ? (
            <footer
              className={cx(
                'flex flex-wrap justify-end gap-2 px-5 py-3',
                children ? 'border-line border-t' : '',
              )}
            >
              {footer}
            </footer>
          ) : null}
        </>
      ) : null}
    </dialog>
  );
}
