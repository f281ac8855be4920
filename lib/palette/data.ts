import { devicesOf, type Scope } from '@/lib/auth/scope';
import { buildingHref } from '@/lib/buildings/address';
import { listDoorcodes } from '@/lib/doorcodes/data';
import { doorcodesQuery } from '@/lib/doorcodes/schema';
import { findPeople } from '@/lib/people/data';
import { roomHref } from '@/lib/rooms/address';
import { listViews } from '@/lib/views/data';
import { matchScore } from './match';
import type { PaletteHit } from './schema';

/** Hits of one kind; more than fits in sight is no help. */
const mostOfKind = 6;

/** What the palette finds within the rooms of one person. Nothing here asks the cloud. */
export async function findInPalette(scope: Scope, typed: string): Promise<PaletteHit[]> {
  if (typed === '') return [];
  const [people, codes, views] = await Promise.all([
    findTenants(scope, typed),
    findCodes(scope, typed),
    findViews(scope, typed),
  ]);
  return [...findBuildings(scope, typed), ...findRooms(scope, typed), ...people, ...codes, ...views];
}

function findBuildings(scope: Scope, typed: string): PaletteHit[] {
  const names = new Set(devicesOf(scope).map(({ buildingName }) => buildingName));
  return best(
    [...names].map((name) => ({
      score: matchScore(typed, name),
      hit: {
        kind: 'buildings',
        id: name,
        label: name,
        note: '',
        href: buildingHref(name),
      },
    })),
  );
}

function findRooms(scope: Scope, typed: string): PaletteHit[] {
  const first = new Map(scope.channels.toReversed().map((channel) => [channel.roomKey, channel]));
  return best(
    [...first.values()].map((channel) => ({
      score: matchScore(typed, channel.unitLabel, channel.buildingName),
      hit: {
        kind: 'rooms',
        id: channel.roomKey,
        label: channel.unitLabel,
        note: channel.buildingName,
        href: roomHref(channel),
      },
    })),
  );
}

async function findTenants(scope: Scope, typed: string): Promise<PaletteHit[]> {
  const people = await findPeople(scope, typed, mostOfKind);
  return people.map(({ id, name, building, unit }) => ({
    kind: 'people',
    id,
    label: name,
    note: [unit, building].filter(Boolean).join(' · '),
    href: `/people?${new URLSearchParams({ q: name })}`,
  }));
}

async function findCodes(scope: Scope, typed: string): Promise<PaletteHit[]> {
  const { rows } = await listDoorcodes(scope, doorcodesQuery.parse({ q: typed, limit: mostOfKind }));
  return rows.map((row) => ({
    kind: 'doorcodes',
    id: row.id,
    label: row.name || row.digits,
    note: [row.unit, row.building].filter(Boolean).join(' · '),
    href: `/doorcodes?${new URLSearchParams({ q: row.name || row.digits })}`,
  }));
}

async function findViews(scope: Scope, typed: string): Promise<PaletteHit[]> {
  const views = await listViews(scope);
  return best(
    views.map(({ id, name }) => ({
      score: matchScore(typed, name),
      hit: { kind: 'views', id, label: name, note: '', href: `/events?open=${id}` },
    })),
  );
}

function best(found: { score: number; hit: PaletteHit }[]): PaletteHit[] {
  return found
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.hit.label.localeCompare(b.hit.label, 'en', { numeric: true }))
    .slice(0, mostOfKind)
    .map(({ hit }) => hit);
}
