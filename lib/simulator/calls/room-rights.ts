import type { Settings } from '../faults/settings';
import type { Account, Room } from '../world/model';
import type { World } from '../world/world';

type Asker = { world: World; settings: Readonly<Settings>; caller: Account };

/** For a "landlord account". The document lets managers assign too; `strictManagers` refuses that. */
export function actsAsLandlord(room: Room, { world, settings, caller }: Asker): boolean {
  const standing = world.standing(caller, room);
  return standing.landlord || (standing.manager && !settings.strictManagers);
}

/** 10007 and 10008 are for a "master account". A manager may use them too, unless `strictManagers`. */
export function actsAsMaster(room: Room, { world, settings, caller }: Asker): boolean {
  const standing = world.standing(caller, room);
  return standing.master || (standing.manager && !settings.strictManagers);
}

/** 10011: a landlord may also see who shares the room, unless `strictLandlords`. */
export function maySeeShares(room: Room, asker: Asker): boolean {
  const isLandlord = asker.world.standing(asker.caller, room).landlord;
  return actsAsMaster(room, asker) || (isLandlord && !asker.settings.strictLandlords);
}
