import { devicesOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';
import { type DoorcodeRow, listDoorcodes } from '@/lib/doorcodes/data';
import { doorcodesQuery } from '@/lib/doorcodes/schema';
import { buildingHref } from '@/lib/places/building-address';
import { roomHref } from '@/lib/places/room-address';
import { findPeople } from '@/lib/registers/people/data';
import { mostRows } from '@/lib/table/query';
import { listViews } from '@/lib/views/data';
import { findViewAddress } from '../list-queries';
import { findAccounts } from './find-accounts';
import { findDoors } from './find-doors';
import type { PaletteHit } from './hit-rows';
import { matchScore } from './match-score';
import { createOffers, offer } from './offer-actions';
import { best, bestInOrder, type ScoredHit } from './rank-hits';

/** A list also forgives a typo inside a word ("rera" in "Terrace"). That says less than any match of a whole word. */
const partScore = 0.1;

/** Asks the cloud nothing. */
export async function findInPalette(scope: Scope, typed: string): Promise<PaletteHit[]> {
  if (typed === '') return [];
  const [doors, people, accounts, codes, views] = await Promise.all([
    findDoors(scope, typed),
    findTenants(scope, typed),
    findAccounts(scope, typed),
    findCodes(scope, typed),
    findViews(scope, typed),
  ]);
  return [
    ...best(findBuildings(scope, typed)),
    ...best(findRooms(scope, typed)),
    ...best(doors),
    ...bestInOrder(people),
    ...best(accounts),
    ...bestInOrder(codes),
    ...best(views),
  ];
}

function findBuildings(scope: Scope, typed: string): ScoredHit[] {
  const allow = createOffers(scope);
  const names = new Set(devicesOf(scope).map(({ buildingName }) => buildingName));
  return [...names].map((name) => ({
    score: matchScore(typed, name),
    hit: {
      kind: 'buildings',
      id: name,
      label: name,
      note: '',
      href: buildingHref(name),
      actions: allow([
        offer.showDoorcodes({ building: name }),
        offer.showMasters({ building: name }),
        offer.showPeople({ building: name }),
        offer.showEvents({ building: name }),
      ]),
    },
  }));
}

function findRooms(scope: Scope, typed: string): ScoredHit[] {
  const allow = createOffers(scope);
  const first = new Map(scope.channels.toReversed().map((channel) => [channel.roomKey, channel]));
  return [...first.values()].map((room) => {
    const at = { gid: room.gid, channel: String(room.channel) };
    const masters = { q: room.unitLabel, building: room.buildingName };
    return {
      score: matchScore(typed, room.unitLabel, room.buildingName),
      hit: {
        kind: 'rooms',
        id: room.roomKey,
        label: room.unitLabel,
        note: room.buildingName,
        href: roomHref(room),
        actions: allow([
          offer.newDoorcode(at),
          offer.assignMaster(`/masters?${new URLSearchParams(masters)}`),
          offer.addPerson({ room: room.roomKey }),
          offer.handOutKey({ room: room.roomKey }),
          offer.showEvents({ room: room.roomKey }),
        ]),
      },
    };
  });
}

async function findTenants(scope: Scope, typed: string): Promise<ScoredHit[]> {
  const allow = createOffers(scope);
  const people = await findPeople(scope, typed, mostRows);
  return people.map(({ id, name, building, unit }) => ({
    score: Math.max(partScore, matchScore(typed, name, unit, building)),
    hit: {
      kind: 'people',
      id,
      label: name,
      note: [unit, building].filter(Boolean).join(' · '),
      href: `/people?${new URLSearchParams({ q: name })}`,
      actions: allow([offer.handOutKey({ person: id }), offer.showKeys({ person: id })]),
    },
  }));
}

function textsOfCode({ name, digits, unit, building, door, locks }: DoorcodeRow): string[] {
  return [name, digits ?? '', door, ...locks.map(({ alias }) => alias), unit, building];
}

async function findCodes(scope: Scope, typed: string): Promise<ScoredHit[]> {
  const allow = createOffers(scope);
  const { rows } = await listDoorcodes(scope, doorcodesQuery.parse({ q: typed, limit: mostRows }));
  return rows.map((row) => ({
    score: Math.max(partScore, matchScore(typed, ...textsOfCode(row))),
    hit: {
      kind: 'doorcodes',
      id: row.id,
      label: row.name || row.digits || '—',
      note: [row.unit, row.building].filter(Boolean).join(' · '),
      href: `/doorcodes?${new URLSearchParams({ q: row.name || row.digits || row.unit })}`,
      actions: allow([
        row.name ? offer.showEvents({ q: row.name }) : null,
        offer.newDoorcode({ gid: row.gid, channel: String(row.channel) }),
      ]),
    },
  }));
}

async function findViews(scope: Scope, typed: string): Promise<ScoredHit[]> {
  const views = await listViews(scope);
  return views.map((view) => ({
    score: matchScore(typed, view.name),
    hit: {
      kind: 'views',
      id: view.id,
      label: view.name,
      note: '',
      href: findViewAddress(scope, view),
      actions: [],
    },
  }));
}
