import type { AuditDetail } from '@/lib/db/tables/audit';
import type { EventFilter } from './filter';

export function describeFilter(filter: EventFilter): AuditDetail {
  const { building, door, room, type, q, hour, weekday, from, to, zone } = filter;
  const named = {
    building: building.join(', '),
    door: door.join(', '),
    room: room.join(', '),
    type: type.join(', '),
    search: q,
    hour: hour.join(', '),
    weekday: weekday.join(', '),
    from: from ?? '',
    to: to ?? '',
    zone: from || to || hour.length + weekday.length > 0 ? zone : '',
  };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== ''));
}
