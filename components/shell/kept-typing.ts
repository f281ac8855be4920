'use client';

import { type KeptField, storeTyped, takeTyped } from './stored-typing';

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

let fields = new Map<Control, KeptField>();
/** Values that are still to be filled in. */
let waiting: KeptField[] = [];
/** Whether the page's own fields may be filled in: React takes no value before it has hydrated them. */
let pageTakes = false;
/** The page of values that were brought back after a sign-in. They wait only there. */
let waitingAt: string | null = null;

const secretTypes = new Set(['password', 'file', 'hidden', 'search', 'submit', 'button', 'reset']);
/** Forgets fields that left the page normally. Fields of a broken page disappear all at once. */
const forgetEveryMs = 1_000;

/**
 * Remembers typed and chosen values, in case the page breaks or the session ends. A link to the sign-in page stores them
 * for this tab, and the desk takes them back after the sign-in. `onWaiting`: they wait for a dialog to open.
 */
export function keepTyping(account: string, onWaiting: () => void): () => void {
  const note = (event: Event) => {
    const control = controlOf(event.target);
    if (!control) return;
    const field = {
      key: keyOf(control),
      label: labelOf(control),
      value: stateOf(control),
      words: wordsOf(control),
      inDialog: control.closest('dialog') !== null,
    };
    fields.delete(control);
    fields.set(control, field);
    waiting = waiting.filter(({ key }) => key !== field.key);
  };
  const leave = (event: MouseEvent) => {
    const isElsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (isElsewhere || !(event.target instanceof Element) || !event.target.closest('a[data-returns]')) return;
    const typed = [...fields].flatMap(([control, field]) => (isOfForm(control) ? [field] : []));
    storeTyped(sessionStorage, { account, at: Date.now(), fields: typed });
  };
  const timer = setInterval(() => {
    for (const control of fields.keys()) if (!control.isConnected) fields.delete(control);
  }, forgetEveryMs);
  const observer = new MutationObserver(() => {
    if (waiting.length > 0) fillIn();
  });
  observer.observe(document.body, { childList: true, subtree: true });
  document.addEventListener('input', note, true);
  document.addEventListener('change', note, true);
  document.addEventListener('click', leave, true);
  takeBack(account, onWaiting);
  return () => {
    clearInterval(timer);
    observer.disconnect();
    document.removeEventListener('input', note, true);
    document.removeEventListener('change', note, true);
    document.removeEventListener('click', leave, true);
  };
}

/** Returns the broken page's values, and fills them in where the fields come back. */
export function takeKept(): KeptField[] {
  const taken = [...fields.values()].filter(({ value }) => value !== '');
  fields = new Map();
  // The broken page is drawn again in the browser.
  pageTakes = true;
  if (taken.length > 0) [waiting, waitingAt] = [taken, null];
  return waiting;
}

/** For a form that is part of a page: its fields take their values from now on. */
export function letPageTake(): void {
  pageTakes = true;
  fillIn();
}

function takeBack(account: string, onWaiting: () => void): void {
  const typed = takeTyped(sessionStorage, { account, now: Date.now() });
  if (typed.length === 0) return;
  [waiting, waitingAt] = [typed, window.location.pathname];
  fillIn();
  if (waiting.some(({ inDialog }) => inDialog)) onWaiting();
}

function fillIn(): void {
  if (waitingAt !== null && waitingAt !== window.location.pathname) waiting = [];
  for (const field of [...waiting]) {
    if (!field.inDialog && !pageTakes) continue;
    const found = [...document.querySelectorAll<Control>('input, textarea, select')].find(
      (control) => controlOf(control) && keyOf(control) === field.key,
    );
    if (!found || found.disabled || !canTake(found, field.value)) continue;
    waiting = waiting.filter((one) => one !== field);
    if (stateOf(found) !== field.value) setValue(found, field.value);
  }
}

/** The list of rooms exists only after a building is chosen. */
function canTake(control: Control, value: string): boolean {
  return !(control instanceof HTMLSelectElement) || [...control.options].some((one) => one.value === value);
}

function setValue(control: Control, value: string): void {
  if (isTick(control)) {
    control.click();
    return;
  }
  // React overrides the field's own setter. The prototype's setter goes around it, and the event then informs React.
  const prototype = Object.getPrototypeOf(control);
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(control, value);
  control.dispatchEvent(
    new Event(control instanceof HTMLSelectElement ? 'change' : 'input', { bubbles: true }),
  );
}

function controlOf(target: EventTarget | null): Control | null {
  if (!(target instanceof HTMLElement) || target.closest('[data-secret]')) return null;
  if (target instanceof HTMLInputElement) return secretTypes.has(target.type) ? null : target;
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement ? target : null;
}

/** Filters of a list stand in no form. */
function isOfForm(control: Control): boolean {
  return control.isConnected && control.closest('form, dialog') !== null;
}

function isTick(control: Control): control is HTMLInputElement {
  return control instanceof HTMLInputElement && (control.type === 'checkbox' || control.type === 'radio');
}

function stateOf(control: Control): string {
  return isTick(control) ? (control.checked ? 'on' : 'off') : control.value;
}

function wordsOf(control: Control): string {
  if (isTick(control)) return '';
  return control instanceof HTMLSelectElement ? (control.selectedOptions[0]?.text ?? '') : control.value;
}

function keyOf(control: Control): string {
  const value = isTick(control) ? control.value : '';
  const dialog = control.closest('dialog')?.querySelector('h2')?.textContent ?? '';
  const record = control.closest<HTMLElement>('[data-record]')?.dataset.record ?? '';
  const { pathname } = window.location;
  return JSON.stringify([pathname, dialog, record, control.type, control.name, labelOf(control), value]);
}

function labelOf(control: Control): string {
  const label = control.getAttribute('aria-label') ?? control.labels?.[0]?.textContent ?? '';
  return label.replace(/\s+/g, ' ').trim();
}
