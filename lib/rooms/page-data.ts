import { lastEvents } from '@/lib/archive/data';
import { lastHeardByDoor } from '@/lib/archive/latest';
import type { Scope } from '@/lib/auth/scope';
import { loadRoomDoorcodes } from '@/lib/doorcodes/data';
import { loadRoomMaster } from '@/lib/masters/data';
import { loadRoomShares } from '@/lib/shares/data';
import { mayRoom } from './ability';
import type { findRoom } from './data';

const eventsShown = 8;

type Room = NonNullable<Awaited<ReturnType<typeof findRoom>>>;

/** What a flat's page shows, as last read; a part is null when this person has none in it. */
export async function loadRoomPage(scope: Scope, room: Room) {
  const [master, shares, doorcodes, events, heard] = await Promise.all([
    loadRoomMaster(scope, room.roomKey),
    loadRoomShares(scope, room.roomKey),
    loadRoomDoorcodes(scope, room.roomKey),
    lastEvents(scope, eventsShown, { room: room.roomKey }),
    lastHeardByDoor(scope),
  ]);
  const readings = [master, shares, doorcodes].flatMap((part) => part?.doors ?? []);
  const times = readings.flatMap((reading) => reading.readAt ?? []).sort();
  return {
    master,
    shares,
    doorcodes,
    events,
    /** The oldest of all readings; null when one was never made. */
    readAt: times.length === readings.length ? (times[0] ?? null) : null,
    doors: room.places.map((place) => ({
      gid: place.gid,
      channel: place.channel,
      name: place.door,
      relation: place.relation,
      locks: place.locks,
      heardAt: heard.get(place.gid)?.at.toISOString() ?? null,
      zone: place.zone.name,
      mayReveal: mayRoom(scope.role, place.relation, 'reveal'),
    })),
  };
}
