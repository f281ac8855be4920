import { nameInAddress } from '@/lib/table/name-in-address';
import type { EventsQuery } from '../search/schema';

type Filters = Pick<EventsQuery, 'building' | 'door' | 'room' | 'type' | 'hour' | 'weekday' | 'from' | 'to'>;

export function eventsHref(query: EventsQuery, change: Partial<Filters>): string {
  const { q, building, door, room, type, hour, weekday, from, to, zone, dir } = { ...query, ...change };
  const params = new URLSearchParams();
  const order = dir === 'asc' ? dir : '';
  const names = building.map(nameInAddress);
  const parts = { q, building: names, door, room, type, hour, weekday, from, to, zone, dir: order };
  for (const [key, value] of Object.entries(parts)) {
    for (const one of [value].flat()) if (one) params.append(key, one);
  }
  return `/events?${params}`;
}
