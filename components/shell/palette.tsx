'use client';

import { ArrowLeft, Search } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import {
  type KeyboardEvent,
  useEffect,
  useEffectEvent,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { Spinner } from '@/components/ui/spinner';
import { closeModal, openModal } from '@/components/ui/top-dialog';
import { useTopOnChange } from '@/components/ui/use-top-on-change';
import type { DestinationName } from '@/lib/desk/palette/destination-names';
import type { PaletteHit } from '@/lib/desk/palette/hit-rows';
import { PaletteOption } from './palette-option';
import { takeTypedAhead } from './palette-state';
import { usePaletteGroups } from './use-palette-groups';
import { usePaletteHits } from './use-palette-hits';

/** Finds pages, buildings, rooms, people and codes, and starts actions, without the hand leaving the keys. */
export function Palette({ destinations, onClose }: { destinations: DestinationName[]; onClose: () => void }) {
  const t = useTranslations('shell');
  const router = useRouter();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  // Enter that was pressed before the answer to what is typed has come.
  const [entering, setEntering] = useState(false);
  // What was found and is to be acted on; `typed` comes back with the way back.
  const [chosen, setChosen] = useState<{ subject: PaletteHit; typed: string } | null>(null);
  const { hits, unread, searching, failed } = usePaletteHits(chosen ? '' : text);

  useTopOnChange(list, text);

  useEffect(() => {
    const element = dialog.current;
    if (!element || element.open) return;
    openModal(element);
    const ahead = takeTypedAhead();
    setText(ahead.text);
    setEntering(ahead.enter);
  }, []);
  // Taken off the page while open, it would take the focus along.
  useLayoutEffect(() => {
    const element = dialog.current;
    return () => {
      if (element) closeModal(element);
    };
  }, []);

  const go = (href: string) => () => {
    onClose();
    router.push(href);
  };
  const groups = usePaletteGroups({ text, hits, chosen: chosen?.subject ?? null, destinations, go });
  const entries = groups.flatMap((group) => group.entries);
  const current = entries[Math.min(active, entries.length - 1)];

  const runEntered = useEffectEvent(() => {
    setEntering(false);
    current?.run();
  });
  useEffect(() => {
    if (entering && !searching) runEntered();
  }, [entering, searching]);

  function show(next: { subject: PaletteHit; typed: string } | null, typed: string) {
    setChosen(next);
    setText(typed);
    setActive(0);
    setEntering(false);
    dialog.current?.querySelector('input')?.focus();
  }
  const showActions = (subject: PaletteHit) => show({ subject, typed: text }, '');
  const goBack = () => chosen && show(null, chosen.typed);

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && entries.length > 0) {
      event.preventDefault();
      const next = (Math.min(active, entries.length - 1) + step + entries.length) % entries.length;
      setActive(next);
      document.getElementById(`${id}-${entries[next]?.id}`)?.scrollIntoView({ block: 'nearest' });
      setEntering(false);
    } else if (event.key === 'Tab' && !event.shiftKey && !chosen && current?.subject?.actions.length) {
      event.preventDefault();
      showActions(current.subject);
    } else if (chosen && text === '' && (event.key === 'Backspace' || event.key === 'ArrowLeft')) {
      event.preventDefault();
      goBack();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      // What stands first may still change: whoever types fast means what the answer puts there.
      if (searching && active === 0) setEntering(true);
      else current?.run();
    }
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc is the key for it, and the browser sends it as `cancel`.
    <dialog
      ref={dialog}
      aria-label={t('palette.title')}
      className="appear fixed top-[12dvh] left-1/2 hidden max-h-[70dvh] w-[min(36rem,calc(100vw-1.5rem))] max-w-none -translate-x-1/2 flex-col overflow-hidden rounded-xl bg-raised text-base shadow-raised open:flex max-sm:top-3"
      onCancel={(event) => {
        event.preventDefault();
        if (chosen) goBack();
        else onClose();
      }}
      onClick={(event) => event.target === event.currentTarget && onClose()}
    >
      <div className="flex items-center gap-2.5 border-line border-b px-4">
        {chosen ? (
          <button
            type="button"
            aria-label={t('palette.back')}
            title={t('palette.back')}
            className="-ml-2 grid size-8 shrink-0 place-items-center rounded-md text-muted hover:bg-hover pointer-coarse:size-11"
            onClick={goBack}
          >
            <ArrowLeft aria-hidden className="size-4" />
          </button>
        ) : searching ? (
          <Spinner />
        ) : (
          <Search aria-hidden className="size-4 shrink-0 text-faint" />
        )}
        <input
          type="text"
          role="combobox"
          aria-label={t('palette.title')}
          aria-expanded={entries.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={current ? `${id}-${current.id}` : undefined}
          aria-autocomplete="list"
          placeholder={
            chosen ? t('palette.actionsOn', { label: chosen.subject.label }) : t('palette.placeholder')
          }
          className="h-12 min-w-0 flex-1 bg-transparent text-lg outline-none"
          autoComplete="off"
          spellCheck={false}
          maxLength={100}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setActive(0);
            setEntering(false);
          }}
          onKeyDown={onKeyDown}
        />
        {searching && entries.length > 0 ? (
          <span aria-hidden className="shrink-0 text-muted text-sm">
            {t('palette.searching')}
          </span>
        ) : null}
      </div>
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label={t('palette.title')}
        className="min-h-0 flex-1 overflow-y-auto p-1.5"
      >
        {groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset may not stand within a listbox.
          <div key={group.title} role="group" aria-label={group.title}>
            <p aria-hidden className="px-2.5 pt-2 pb-1 font-medium text-muted text-xs">
              {group.title}
            </p>
            {group.entries.map((entry) => (
              <PaletteOption
                key={entry.id}
                id={`${id}-${entry.id}`}
                entry={entry}
                selected={entry === current}
                onHover={() => setActive(entries.indexOf(entry))}
                onActions={chosen ? null : showActions}
              />
            ))}
          </div>
        ))}
      </div>
      <p
        role="status"
        className={entries.length > 0 && !failed ? 'sr-only' : 'px-4 pt-1 pb-5 text-center text-muted'}
      >
        <span>{failed ? t('palette.failed') : searching ? t('palette.searching') : null}</span>
        <span>{!failed && !searching && entries.length === 0 ? t('palette.nothing', { text }) : null}</span>
        <span>
          {entries.length > 0 && text && !searching ? t('palette.results', { count: entries.length }) : null}
        </span>
      </p>
      {unread > 0 && !searching ? (
        <p className="border-line border-t px-4 py-2 text-muted text-xs">
          {t('palette.unread', { count: unread })}
        </p>
      ) : null}
      <p className="border-line border-t px-4 py-2 text-muted text-xs pointer-coarse:hidden">
        {chosen ? t('palette.hintActions') : t('palette.hint')}
      </p>
    </dialog>
  );
}
