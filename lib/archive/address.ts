import { nameInAddress } from '@/lib/table/name-in-address';
import type { EventsQuery } from './schema';

type Filters = Pick<EventsQuery, 'building' | 'door' | 'room' | 'type' | 'hour' | 'weekday' | 'from' | 'to'>;

/** The events page with this filter, some of it changed, from its first row. */
export function eventsHref(query: EventsQuery, change: Partial<Filters>): string {
  const { q, building, door, room, type, hour, weekday, from, to, zone } = { ...query, ...change };
  const params = new URLSearchParams();
  const parts = { q, building: building.map(nameInAddress), door, room, type, hour, weekday, from, to, zone };
  for (const [key, value] of Object.entries(parts)) {
    for (const one of [value].flat()) if (one) params.append(key, one);
  }
  return `/events?${params}`;
}
