'use client';

import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { createPortal } from 'react-dom';
import { Button, IconButton } from './button';
import { returnFocus, type Trail, trailOf, undoMark } from './return-focus';
import { topDialog, useTopDialog } from './top-dialog';

type ToastOptions = {
  tone?: 'good' | 'bad';
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

/**
 * A short message that something was done. Failures appear next to what failed. Only one undo is offered: a new one
 * replaces the last, whose entries it may have changed.
 */
export function toast(text: string, options: ToastOptions = {}): void {
  lastId += 1;
  const others = options.action ? shown.filter(({ action }) => !action) : shown;
  show([...others.slice(-2), { ...options, id: lastId, text }]);
}

function subscribe(changed: () => void) {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

/**
 * Where messages appear, once in the layout. An open modal dialog makes everything outside inert, so the layer then
 * moves into the top dialog. The usual library weighs 9 kB and stays outside.
 */
export function Toaster() {
  const toasts = useSyncExternalStore(
    subscribe,
    () => shown,
    () => none,
  );
  const dialog = useTopDialog();
  const layer = useLayer();
  const any = toasts.length > 0;

  // In the top layer, and opened again with each toast, so that it stands above a dialog that has opened since.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new toast, and each dialog, raises the layer again.
  useEffect(() => {
    if (!layer) return;
    const place = topDialog() ?? document.body;
    if (layer.parentNode !== place) place.append(layer);
    if (place === document.body) delete layer.dataset.inside;
    else layer.dataset.inside = 'sheet' in place.dataset ? 'panel' : 'dialog';
    if (layer.matches(':popover-open')) layer.hidePopover();
    if (!any) return;
    layer.showPopover();
    if (!(place instanceof HTMLDialogElement)) return;
    const put = () => placeNextTo(layer, place);
    const observer = new ResizeObserver(put);
    observer.observe(place);
    window.addEventListener('resize', put);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', put);
      layer.style.removeProperty('--top');
    };
  }, [layer, dialog, toasts, any]);

  useUndoKey(toasts);

  if (!layer) return null;
  return createPortal(
    <ul className="grid gap-2">
      {toasts.map((one) => (
        <ToastCard key={one.id} toast={one} />
      ))}
    </ul>,
    layer,
  );
}

/** On a phone: above the dialog, or else below its title and its cross. A style uses it there only. */
function placeNextTo(layer: HTMLElement, dialog: HTMLDialogElement): void {
  const above = dialog.getBoundingClientRect().top - layer.offsetHeight - 8;
  const title = dialog.querySelector('header')?.getBoundingClientRect();
  layer.style.setProperty('--top', `${above >= 8 ? above : (title?.bottom ?? 0) + 8}px`);
}

/** An element that we create and move, because React cannot move its own. */
function useLayer(): HTMLElement | null {
  const [layer, setLayer] = useState<HTMLElement | null>(null);
  useEffect(() => {
    const made = document.createElement('section');
    made.popover = 'manual';
    made.dataset.chrome = '';
    made.dataset.toasts = '';
    made.ariaLive = 'polite';
    made.className =
      // At the bottom left, messages cover no action. On a phone they cover the page's title, because dialogs and
      // bars are at the bottom. They never cover a dialog's title.
      'fixed inset-auto bottom-20 left-4 w-[min(24rem,calc(100vw-2rem))] overflow-visible bg-transparent text-base data-inside:bottom-4 max-md:top-16 max-md:bottom-auto max-md:data-inside:top-(--top) max-md:data-inside:bottom-auto max-md:data-[inside=panel]:top-auto max-md:data-[inside=panel]:bottom-4';
    document.body.append(made);
    setLayer(made);
    return () => made.remove();
  }, []);
  return layer;
}

/** Ctrl Z (⌘Z) runs the newest message's action, except in a field, which has its own undo. */
function useUndoKey(toasts: readonly ShownToast[]) {
  const newest = toasts.findLast(({ action }) => action);
  useEffect(() => {
    if (!newest) return;
    function onKeyDown(event: KeyboardEvent) {
      const wanted = event.key.toLowerCase() === 'z' && (event.ctrlKey || event.metaKey);
      const target = event.target instanceof HTMLElement ? event.target : null;
      if (!wanted || event.shiftKey || event.altKey) return;
      if (target?.closest('input:not([type=checkbox], [type=radio]), textarea, [contenteditable]')) return;
      event.preventDefault();
      // The focused list will render again with the restored rows.
      returnFocus(trailOf(document.activeElement));
      dismiss(newest?.id ?? 0);
      newest?.action?.run();
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [newest]);
}

function ToastCard({ toast }: { toast: ShownToast }) {
  const { id, text, tone = 'good', action } = toast;
  const t = useTranslations('common');
  const hovered = useRef(false);
  const cameFrom = useRef<Trail>([]);
  useEffect(() => {
    // Long enough to read, and never while a person points at it or focuses it (WCAG 2.2.1).
    const timer = setInterval(
      () => !hovered.current && dismiss(id),
      action ? 20_000 : tone === 'bad' ? 10_000 : 5_000,
    );
    return () => clearInterval(timer);
  }, [id, action, tone]);
  // A button that disappears would lose the focus, and the place of keyboard users.
  function close() {
    const [from] = cameFrom.current;
    from?.element.focus();
    returnFocus(from ? cameFrom.current : trailOf(document.activeElement));
    dismiss(id);
  }
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
      onFocus={(event) => {
        hovered.current = true;
        const from = event.relatedTarget;
        if (from instanceof HTMLElement && !event.currentTarget.contains(from))
          cameFrom.current = trailOf(from);
      }}
      onBlur={() => {
        hovered.current = false;
      }}
    >
      <Icon
        aria-hidden
        className={tone === 'bad' ? 'size-4 shrink-0 text-bad' : 'size-4 shrink-0 text-good'}
      />
      <p className="line-clamp-3 min-w-0 flex-1 [overflow-wrap:anywhere]" title={text}>
        {text}
      </p>
      {action ? (
        <Button
          size="small"
          tone="quiet"
          aria-keyshortcuts="Control+Z Meta+Z"
          {...undoMark}
          onClick={() => {
            close();
            action.run();
          }}
        >
          {action.label}
        </Button>
      ) : null}
      <IconButton size="small" icon={X} label={t('close')} onClick={close} />
    </li>
  );
}
