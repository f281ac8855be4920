'use client';

import {
  Bookmark,
  Building2,
  DoorClosed,
  Download,
  HeartPulse,
  Keyboard,
  KeyRound,
  type LucideIcon,
  Plus,
  QrCode,
  Search,
  User,
  UserRoundCheck,
} from 'lucide-react';
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
import { cx } from '@/components/ui/classes';
import { Spinner } from '@/components/ui/spinner';
import { addressOf, type DestinationName } from '@/lib/palette/destinations';
import { matchScore } from '@/lib/palette/match';
import type { PaletteKind } from '@/lib/palette/schema';
import { destinationIcons } from './destination-icons';
import { openShortcuts, takeTypedAhead } from './palette-state';
import { usePaletteHits } from './use-palette-hits';

type Entry = { id: string; label: string; note: string; icon: LucideIcon; run: () => void };

const hitIcons: Record<PaletteKind, LucideIcon> = {
  buildings: Building2,
  rooms: DoorClosed,
  people: User,
  doorcodes: QrCode,
  views: Bookmark,
};

/** Finds pages, buildings, rooms, people and codes, and starts actions, without the hand leaving the keys. */
export function Palette({ destinations, onClose }: { destinations: DestinationName[]; onClose: () => void }) {
  const t = useTranslations('shell');
  const router = useRouter();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  // Enter that was pressed before the answer to what is typed has come.
  const [entering, setEntering] = useState(false);
  const { hits, searching, failed } = usePaletteHits(text);

  useEffect(() => {
    const element = dialog.current;
    if (!element || element.open) return;
    element.showModal();
    const ahead = takeTypedAhead();
    setText(ahead.text);
    setEntering(ahead.enter);
  }, []);
  // Taken off the page while open, it would take the focus along.
  useLayoutEffect(() => {
    const element = dialog.current;
    return () => element?.close();
  }, []);

  const go = (href: string) => () => {
    onClose();
    router.push(href);
  };
  const groups = [
    ...(['buildings', 'rooms', 'people', 'doorcodes', 'views'] as const).map((kind) => ({
      title: t(`palette.${kind}`),
      entries: hits
        .filter((hit) => hit.kind === kind)
        .map((hit) => ({ ...hit, id: `${kind}-${hit.id}`, icon: hitIcons[kind], run: go(hit.href) })),
    })),
    { title: t('palette.pages'), entries: matching(text, pages()) },
    { title: t('palette.actions'), entries: matching(text, actions()) },
  ].filter((group) => group.entries.length > 0);
  const entries = groups.flatMap((group) => group.entries);
  const current = entries[Math.min(active, entries.length - 1)];

  const runEntered = useEffectEvent(() => {
    setEntering(false);
    current?.run();
  });
  useEffect(() => {
    if (entering && !searching) runEntered();
  }, [entering, searching]);

  function pages(): Entry[] {
    return destinations.map((name) => ({
      id: `page-${name}`,
      label: t(`destinations.${name}`),
      note: '',
      icon: destinationIcons[name],
      run: go(addressOf(name)),
    }));
  }

  function actions(): Entry[] {
    const all: (Omit<Entry, 'id' | 'note'> & { needs: DestinationName })[] = [
      { needs: 'doorcodes', label: t('palette.newDoorcode'), icon: Plus, run: go('/doorcodes/new') },
      {
        needs: 'masters',
        label: t('palette.assignMaster'),
        icon: UserRoundCheck,
        run: go('/masters?state=none'),
      },
      { needs: 'people', label: t('palette.addPerson'), icon: User, run: go('/people?new=1') },
      { needs: 'keys', label: t('palette.handOutKey'), icon: KeyRound, run: go('/keys?new=1') },
      { needs: 'events', label: t('palette.exportEvents'), icon: Download, run: go('/events') },
      { needs: 'events', label: t('palette.health'), icon: HeartPulse, run: go('/events/health') },
      { needs: 'overview', label: t('palette.shortcuts'), icon: Keyboard, run: openShortcuts },
    ];
    return all
      .filter((action) => destinations.includes(action.needs))
      .map((action) => ({ ...action, id: `action-${action.label}`, note: '' }));
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && entries.length > 0) {
      event.preventDefault();
      const next = (Math.min(active, entries.length - 1) + step + entries.length) % entries.length;
      setActive(next);
      document.getElementById(`${id}-${entries[next]?.id}`)?.scrollIntoView({ block: 'nearest' });
      setEntering(false);
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
        onClose();
      }}
      onClick={(event) => event.target === event.currentTarget && onClose()}
    >
      <div className="flex items-center gap-2.5 border-line border-b px-4">
        {searching ? <Spinner /> : <Search aria-hidden className="size-4 shrink-0 text-faint" />}
        <input
          type="text"
          role="combobox"
          aria-label={t('palette.title')}
          aria-expanded={entries.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={current ? `${id}-${current.id}` : undefined}
          aria-autocomplete="list"
          placeholder={t('palette.placeholder')}
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
      </div>
      <div
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
              />
            ))}
          </div>
        ))}
      </div>
      <p
        role="status"
        className={entries.length > 0 && !failed ? 'sr-only' : 'px-4 pt-1 pb-5 text-center text-muted'}
      >
        {failed ? t('palette.failed') : searching ? t('palette.searching') : null}
        {!failed && !searching && entries.length === 0 ? t('palette.nothing', { text }) : null}
        {entries.length > 0 && text && !searching ? t('palette.results', { count: entries.length }) : null}
      </p>
      <p className="border-line border-t px-4 py-2 text-muted text-xs pointer-coarse:hidden">
        {t('palette.hint')}
      </p>
    </dialog>
  );
}

function matching(text: string, entries: Entry[]): Entry[] {
  if (text.trim() === '') return entries;
  return entries
    .map((entry) => ({ entry, score: matchScore(text, entry.label) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ entry }) => entry);
}

function PaletteOption({
  id,
  entry,
  selected,
  onHover,
}: {
  id: string;
  entry: Entry;
  selected: boolean;
  onHover: () => void;
}) {
  const Icon = entry.icon;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field keeps the focus and handles the keys, as the combobox pattern asks.
    // biome-ignore lint/a11y/useFocusableInteractive: reached by aria-activedescendant.
    <div
      id={id}
      role="option"
      aria-selected={selected}
      className={cx(
        'flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 pointer-coarse:min-h-11',
        selected && 'bg-pressed',
      )}
      onPointerMove={onHover}
      onClick={entry.run}
    >
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      <bdi className="min-w-0 truncate">{entry.label}</bdi>
      {entry.note ? (
        <bdi className="ml-auto min-w-0 truncate pl-4 text-muted text-sm">{entry.note}</bdi>
      ) : null}
    </div>
  );
}
