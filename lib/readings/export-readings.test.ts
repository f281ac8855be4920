import { beforeAll, describe, expect, it } from 'vitest';
import type { Scope } from '@/lib/auth/scope';
import { type Place, readPlaces } from '@/lib/places/data';
import { useDatabase } from '@/lib/testing/database';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { readReadings } from './data';
import { doubtfulRooms } from './export-readings';
import { readShares } from './refresh-room';

useDatabase();
const { simulator } = useSimulator();

let scope: Scope;
let places: Place[];
beforeAll(async () => {
  const { account, password } = simulator().accounts.manager;
  scope = await signInScope(account, password, 'manager');
  places = await readPlaces(scope);
});

const roomsOf = (some: readonly Place[]) => new Set(some.map(({ roomKey }) => roomKey)).size;

describe('a file of a list', () => {
  it('has a line for each room whose list was not read', async () => {
    const rooms = doubtfulRooms(places, await readReadings(scope, 'share_reading'), []);
    expect(rooms).toHaveLength(roomsOf(places));
    expect(new Set(rooms.flatMap(({ doors }) => doors.map(({ state }) => state)))).toEqual(
      new Set(['unread']),
    );
  });

  it('has none for a room whose lists were read, or that has its own rows', async () => {
    const [read] = places;
    const other = places.find(({ roomKey }) => roomKey !== read?.roomKey);
    const flat = (place: Place | undefined) => places.filter(({ roomKey }) => roomKey === place?.roomKey);
    for (const place of flat(read)) await readShares(scope, place);
    const rooms = doubtfulRooms(places, await readReadings(scope, 'share_reading'), flat(other));
    expect(rooms).toHaveLength(roomsOf(places) - 2);
  });
});
