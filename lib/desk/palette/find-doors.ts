import type { Scope } from '@/lib/auth/scope';
import { buildingHref } from '@/lib/places/building-address';
import { readDoorPlaces } from '@/lib/places/data';
import { matchScore } from './match-score';
import { createOffers, offer } from './offer-actions';
import type { ScoredHit } from './rank-hits';

export async function findDoors(scope: Scope, typed: string): Promise<ScoredHit[]> {
  const allow = createOffers(scope);
  const doors = Map.groupBy(await readDoorPlaces(scope), ({ gid }) => gid);
  return [...doors].map(([gid, places]) => {
    const [first] = places;
    const name = first?.door ?? gid;
    const building = first?.buildingName ?? '';
    const aliases = new Set(places.flatMap(({ locks }) => locks.map(({ alias }) => alias)));
    const rooms = `${buildingHref(building)}?${new URLSearchParams({ door: gid })}`;
    return {
      score: matchScore(typed, name, ...aliases, building, gid),
      hit: {
        kind: 'doors',
        id: gid,
        label: first?.doorHere ?? gid,
        note: building,
        href: `${buildingHref(building)}#door-${encodeURIComponent(gid)}`,
        actions: allow([offer.showEvents({ door: gid }), offer.showRooms(rooms)]),
      },
    };
  });
}
