'use client';

import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { Button, IconButton } from './button';

type ToastOptions = {
  tone?: 'good' | 'bad';
  /** One thing to do about it, such as undo. */
  action?: { label: string; run: () => void };
};
type ShownToast = ToastOptions & { id: number; text: string };

let shown: readonly ShownToast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();
const none: readonly ShownToast[] = [];

function show(next: readonly ShownToast[]) {
  shown = next;
  for (const listener of listeners) listener();
}

function dismiss(id: number) {
  show(shown.filter((one) => one.id !== id));
}

/** A short word that something was done. What failed belongs beside the thing that failed, not only here. */
export function toast(text: string, options: ToastOptions = {}): void {
  lastId += 1;
  show([...shown.slice(-2), { ...options, id: lastId, text }]);
}

function subscribe(changed: () => void) {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

/** Where toasts appear. Once, in the desk's layout. Written by hand: the usual library weighs 9 kB. */
export function Toaster() {
  const toasts = useSyncExternalStore(
    subscribe,
    () => shown,
    () => none,
  );
  const layer = useRef<HTMLElement>(null);
  const any = toasts.length > 0;

  // In the top layer, and opened anew with each, so that it stands above a dialog that has opened since.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new toast raises the layer again.
  useEffect(() => {
    if (layer.current?.matches(':popover-open')) layer.current.hidePopover();
    if (any) layer.current?.showPopover();
  }, [toasts, any]);

  return (
    <section
      ref={layer}
      popover="manual"
      data-chrome
      aria-live="polite"
      className="fixed inset-auto top-4 right-4 w-[min(24rem,calc(100vw-2rem))] overflow-visible bg-transparent text-base max-md:top-14"
    >
      <ul className="grid gap-2">
        {toasts.map((one) => (
          <ToastCard key={one.id} toast={one} />
        ))}
      </ul>
    </section>
  );
}

function ToastCard({ toast: { id, text, tone = 'good', action } }: { toast: ShownToast }) {
  const t = useTranslations('common');
  const hovered = useRef(false);
  useEffect(() => {
    // Long enough to read, and never while somebody is at it (WCAG 2.2.1).
    const timer = setInterval(
      () => !hovered.current && dismiss(id),
      action || tone === 'bad' ? 10_000 : 5_000,
    );
    return () => clearInterval(timer);
  }, [id, action, tone]);
  const Icon = tone === 'bad' ? CircleAlert : CircleCheck;
  return (
    <li
      className="appear flex items-center gap-2 rounded-lg bg-raised py-2 pr-1.5 pl-3 shadow-raised"
      onPointerEnter={() => {
        hovered.current = true;
      }}
      onPointerLeave={() => {
        hovered.current = false;
      }}
      onFocus={() => {
        hovered.current = true;
      }}
      onBlur={() => {
        hovered.current = false;
      }}
    >
      <Icon
        aria-hidden
        className={tone === 'bad' ? 'size-4 shrink-0 text-bad' : 'size-4 shrink-0 text-good'}
      />
      <p className="min-w-0 flex-1">{text}</p>
      {action ? (
        <Button
          size="small"
          tone="quiet"
          onClick={() => {
            dismiss(id);
            action.run();
          }}
        >
          {action.label}
        </Button>
      ) : null}
      <IconButton size="small" icon={X} label={t('close')} onClick={() => dismiss(id)} />
    </li>
  );
}
