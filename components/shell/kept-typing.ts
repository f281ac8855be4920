'use client';

/** One field as it was last changed by a person. Kept in memory only, and never a password. */
export type KeptField = {
  key: string;
  label: string;
  value: string;
  /** The value as the person read it: a choice's words. Empty for a tick, which its label says. */
  words: string;
};
type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

let fields = new Map<Control, KeptField>();
/** What is still to be filled in again. */
let waiting: KeptField[] = [];

const secretTypes = new Set(['password', 'file', 'hidden', 'search', 'submit', 'button', 'reset']);
/** Fields that have left the page in peace are forgotten; those of a page that breaks are gone all at once. */
const forgetEveryMs = 1_000;

/** Notes what is typed, ticked and chosen, so that a page that breaks does not take it along. */
export function keepTyping(): () => void {
  const note = (event: Event) => {
    const control = controlOf(event.target);
    if (!control) return;
    const field = {
      key: keyOf(control),
      label: labelOf(control),
      value: stateOf(control),
      words: wordsOf(control),
    };
    fields.delete(control);
    fields.set(control, field);
    waiting = waiting.filter(({ key }) => key !== field.key);
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
  return () => {
    clearInterval(timer);
    observer.disconnect();
    document.removeEventListener('input', note, true);
    document.removeEventListener('change', note, true);
  };
}

/** What the page that broke held; from then on it is filled in wherever its fields come back. */
export function takeKept(): KeptField[] {
  const taken = [...fields.values()].filter(({ value }) => value !== '');
  fields = new Map();
  if (taken.length > 0) waiting = taken;
  return waiting;
}

function fillIn(): void {
  for (const field of [...waiting]) {
    const found = [...document.querySelectorAll<Control>('input, textarea, select')].find(
      (control) => controlOf(control) && keyOf(control) === field.key,
    );
    if (!found || found.disabled || !canTake(found, field.value)) continue;
    waiting = waiting.filter((one) => one !== field);
    if (stateOf(found) !== field.value) setValue(found, field.value);
  }
}

/** A list of rooms is there only once a building is chosen. */
function canTake(control: Control, value: string): boolean {
  return !(control instanceof HTMLSelectElement) || [...control.options].some((one) => one.value === value);
}

function setValue(control: Control, value: string): void {
  if (isTick(control)) {
    control.click();
    return;
  }
  // React listens to the field's own setter; the prototype's goes past it, and the event then tells it.
  const prototype = Object.getPrototypeOf(control);
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(control, value);
  control.dispatchEvent(
    new Event(control instanceof HTMLSelectElement ? 'change' : 'input', { bubbles: true }),
  );
}

function controlOf(target: EventTarget | null): Control | null {
  if (target instanceof HTMLInputElement) return secretTypes.has(target.type) ? null : target;
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement ? target : null;
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
  return JSON.stringify([window.location.pathname, control.type, control.name, labelOf(control), value]);
}

function labelOf(control: Control): string {
  const label = control.getAttribute('aria-label') ?? control.labels?.[0]?.textContent ?? '';
  return label.replace(/\s+/g, ' ').trim();
}
