'use client';

/** A field as a person last changed it. Only in memory, and never a password. */
export type KeptField = {
  key: string;
  label: string;
  value: string;
  /** The value as the person reads it. Empty for a checkbox, whose label says it. */
  words: string;
};
type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

let fields = new Map<Control, KeptField>();
/** Values that are still to be filled in. */
let waiting: KeptField[] = [];

const secretTypes = new Set(['password', 'file', 'hidden', 'search', 'submit', 'button', 'reset']);
/** Forgets fields that left the page normally. Fields of a broken page disappear all at once. */
const forgetEveryMs = 1_000;

/** Remembers typed and chosen values, in case the page breaks. */
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

/** Returns the broken page's values, and fills them in where the fields come back. */
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
