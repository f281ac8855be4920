type Kept =
  | { kind: 'key'; key: string; ctrlKey: boolean; metaKey: boolean; shiftKey: boolean }
  | { kind: 'click'; target: HTMLElement; ticked: boolean }
  | { kind: 'input'; target: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement; value: string }
  | { kind: 'file'; target: HTMLInputElement };

/**
 * Keeps what a fast person does before the page's own script runs, and does it again once that script listens: keys of
 * the desk, presses of buttons, what was ticked, written and chosen. It becomes an inline script, so it may use nothing
 * but itself; it ends when the desk is ready (`data-ready`, set by `Keyboard`) and everything kept has been done.
 */
export function keepEarlyInput(): void {
  const kept: Kept[] = [];
  let paletteAsked = false;
  let replaying = false;
  // Without this sign of React's nothing waits for ever: what is kept is then done a moment after the desk is ready.
  let patience = 250;

  const isTaken = (target: Element) => Object.keys(target).some((key) => key.startsWith('__reactFiber$'));
  const isReady = () => document.documentElement.dataset.ready !== undefined;

  function hold(event: Event): void {
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  function onKey(event: KeyboardEvent): void {
    if (!event.isTrusted || event.isComposing || (isReady() && kept.length === 0)) return;
    const { key, ctrlKey, metaKey, shiftKey, altKey } = event;
    const target = event.target as Element;
    const isPalette = (ctrlKey || metaKey) && !shiftKey && !altKey && key.toLowerCase() === 'k';
    if (!isPalette) {
      if (ctrlKey || metaKey || altKey) return;
      if (!paletteAsked) {
        if (target.closest('input, textarea, select, dialog, [popover]')) return;
        if (key.length !== 1 || key === ' ') return;
        const search = key === '/' ? document.querySelector<HTMLInputElement>('main [type=search]') : null;
        if (search) {
          event.preventDefault();
          search.focus();
          return;
        }
      } else if (key.length !== 1 && key !== 'Enter' && key !== 'Backspace' && key !== 'Escape') return;
    }
    hold(event);
    paletteAsked = isPalette || (paletteAsked && key !== 'Escape');
    kept.push({ kind: 'key', key, ctrlKey, metaKey, shiftKey });
  }

  function onClick(event: MouseEvent): void {
    if (!event.isTrusted || !(event.target instanceof Element)) return;
    const target = event.target.closest<HTMLElement>('button, [type=checkbox], [type=radio]');
    if (!target || isTaken(target)) return;
    // A box shows its tick at once; a button has to wait for what it means.
    if (target.matches('button')) hold(event);
    kept.push({ kind: 'click', target, ticked: target instanceof HTMLInputElement && target.checked });
  }

  function onInput(event: Event): void {
    const target = event.target as HTMLInputElement;
    if (isTaken(target)) return;
    if (target.matches('[type=file]')) {
      // The field holds its files by itself: only that it has some now is still to be said, once.
      if (!kept.some((one) => one.kind === 'file' && one.target === target))
        kept.push({ kind: 'file', target });
      return;
    }
    if (!event.isTrusted || target.matches('[type=checkbox], [type=radio]')) return;
    const before = kept.find((one) => one.kind === 'input' && one.target === target);
    if (before?.kind === 'input') before.value = target.value;
    else kept.push({ kind: 'input', target, value: target.value });
  }

  function doAgain(one: Kept): void {
    if (one.kind === 'key') {
      const { kind: _, ...key } = one;
      const at = document.activeElement ?? document.body;
      at.dispatchEvent(new KeyboardEvent('keydown', { ...key, bubbles: true, cancelable: true }));
    } else if (one.kind === 'click') {
      // React may have taken the box over as it was ticked, or drawn it anew since: it has to see it change to that.
      if (one.target instanceof HTMLInputElement) one.target.checked = !one.ticked;
      one.target.click();
    } else if (one.kind === 'file') {
      one.target.dispatchEvent(new Event('change', { bubbles: true }));
    } else {
      // Past React's own property, which would take the value for one that it has seen.
      const type = Object.getPrototypeOf(one.target);
      one.target.value = one.value ? '' : ' ';
      Object.getOwnPropertyDescriptor(type, 'value')?.set?.call(one.target, one.value);
      const name = one.target instanceof HTMLSelectElement ? 'change' : 'input';
      one.target.dispatchEvent(new Event(name, { bubbles: true }));
    }
  }

  function look(): void {
    if (isReady()) {
      patience -= 1;
      // One turn between seeing that React has come and acting: its effects attach listeners of their own.
      if (replaying) for (const one of kept.splice(0)) doAgain(one);
      replaying = kept.every((one) => one.kind === 'key' || isTaken(one.target)) || patience < 0;
      const controls = document.querySelectorAll('main button, main input, main select, main textarea');
      if (kept.length === 0 && (patience < 0 || [...controls].every(isTaken))) {
        document.removeEventListener('keydown', onKey, true);
        document.removeEventListener('click', onClick, true);
        document.removeEventListener('input', onInput, true);
        return;
      }
    }
    setTimeout(look, 20);
  }

  document.addEventListener('keydown', onKey, true);
  document.addEventListener('click', onClick, true);
  document.addEventListener('input', onInput, true);
  look();
}
