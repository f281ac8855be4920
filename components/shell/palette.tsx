'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useEffect, useEffectEvent, useId, useRef, useState } from 'react';
import { useTopOnChange } from '@/components/ui/use-top-on-change';
import type { NamedDestination } from '@/lib/abilities/destinations';
import type { PaletteHit } from '@/lib/desk/palette/hit-rows';
import { PaletteField } from './palette-field';
import { PaletteList } from './palette-list';
import { PaletteNotes } from './palette-notes';
import { takeTypedAhead } from './palette-state';
import { useOpenedDialog } from './use-opened-dialog';
import { usePaletteGroups } from './use-palette-groups';
import { usePaletteHits } from './use-palette-hits';

export function Palette({ places, onClose }: { places: NamedDestination[]; onClose: () => void }) {
  const t = useTranslations('shell');
  const router = useRouter();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  // Enter was pressed before the answer came.
  const [entering, setEntering] = useState(false);
  // The hit whose actions are shown. The way back restores `typed`.
  const [chosen, setChosen] = useState<{ subject: PaletteHit; typed: string } | null>(null);
  const { hits, unread, searching, failed } = usePaletteHits(chosen ? '' : text);

  useTopOnChange(list, text);

  useOpenedDialog(dialog, () => {
    const ahead = takeTypedAhead();
    setText(ahead.text);
    setEntering(ahead.enter);
  });

  const go = (href: string) => () => {
    onClose();
    router.push(href);
  };
  const groups = usePaletteGroups({ text, hits, chosen: chosen?.subject ?? null, places, go });
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
      // The first hit may still change: a fast typist means the answer's first hit.
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
      <PaletteField
        id={id}
        text={text}
        current={current?.id}
        expanded={entries.length > 0}
        searching={searching}
        chosen={chosen?.subject ?? null}
        onBack={goBack}
        onText={(typed) => {
          setText(typed);
          setActive(0);
          setEntering(false);
        }}
        onKeyDown={onKeyDown}
      />
      <PaletteList
        id={id}
        list={list}
        groups={groups}
        current={current}
        onHover={(entry) => setActive(entries.indexOf(entry))}
        onActions={chosen ? null : showActions}
      />
      <PaletteNotes
        text={text}
        count={entries.length}
        unread={unread}
        searching={searching}
        failed={Boolean(failed)}
        choosing={chosen !== null}
      />
    </dialog>
  );
}
