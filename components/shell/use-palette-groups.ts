'use client';

import {
  AtSign,
  Bookmark,
  Building2,
  DoorClosed,
  DoorOpen,
  Download,
  HeartPulse,
  Keyboard,
  KeyRound,
  type LucideIcon,
  Plus,
  QrCode,
  User,
  UserRoundCheck,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import { addressOf, type DestinationName, type NamedDestination } from '@/lib/abilities/destinations';
import {
  type PaletteAction,
  type PaletteHit,
  type PaletteKind,
  paletteKinds,
} from '@/lib/desk/palette/hit-rows';
import { matchScore } from '@/lib/desk/palette/match-score';
import { labelText } from '@/lib/text/visible-text';
import { destinationIcons } from './destination-icons';
import type { Entry } from './palette-option';
import { openShortcuts } from './palette-state';

const hitIcons: Record<PaletteKind, LucideIcon> = {
  buildings: Building2,
  rooms: DoorClosed,
  doors: DoorOpen,
  people: User,
  accounts: AtSign,
  doorcodes: QrCode,
  views: Bookmark,
};

const deedIcons: Record<PaletteAction['deed'], LucideIcon> = {
  newDoorcode: Plus,
  assignMaster: UserRoundCheck,
  addPerson: User,
  handOutKey: KeyRound,
  showRooms: DoorClosed,
  showMasters: destinationIcons.masters,
  showShares: destinationIcons.shares,
  showDoorcodes: QrCode,
  showPeople: User,
  showKeys: KeyRound,
  showEvents: destinationIcons.events,
};

/** The palette's lines in groups: hits, pages and actions, or the actions of the chosen hit. */
export function usePaletteGroups({
  text,
  hits,
  chosen,
  places,
  go,
}: {
  text: string;
  hits: PaletteHit[];
  chosen: PaletteHit | null;
  places: NamedDestination[];
  go: (href: string) => () => void;
}): { title: string; entries: Entry[] }[] {
  const t = useTranslations('shell');

  function entryOf(hit: PaletteHit): Entry {
    return {
      id: `${hit.kind}-${hit.id}`,
      label: hit.label,
      note: hit.own ? t('palette.ownAccount') : hit.note,
      icon: hitIcons[hit.kind],
      run: go(hit.href),
      subject: hit,
    };
  }

  function actionsOn({ kind, href, actions, own }: PaletteHit): Entry[] {
    return [
      {
        id: 'open',
        label: t(`palette.goTo.${own ? 'settings' : kind}`),
        note: '',
        icon: hitIcons[kind],
        run: go(href),
      },
      ...actions.map(({ deed, href }) => ({
        id: deed,
        label: t(`palette.deeds.${deed}`),
        note: '',
        icon: deedIcons[deed],
        run: go(href),
      })),
    ];
  }

  function pages(): Entry[] {
    return places.map(({ name, title }) => ({
      id: `page-${name}`,
      label: title,
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
      .filter((action) => places.some(({ name }) => name === action.needs))
      .map((action) => ({ ...action, id: `action-${action.label}`, note: '' }));
  }

  return (
    chosen
      ? [{ title: labelText(chosen.label), entries: matching(text, actionsOn(chosen)) }]
      : [
          ...paletteKinds.map((kind) => ({
            title: t(`palette.${kind}`),
            entries: hits.filter((hit) => hit.kind === kind).map(entryOf),
          })),
          { title: t('palette.pages'), entries: matching(text, pages()) },
          { title: t('palette.actions'), entries: matching(text, actions()) },
        ]
  ).filter((group) => group.entries.length > 0);
}

function matching(text: string, entries: Entry[]): Entry[] {
  if (text.trim() === '') return entries;
  return entries
    .map((entry) => ({ entry, score: matchScore(text, entry.label) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ entry }) => entry);
}
