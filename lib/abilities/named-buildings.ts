import { devicesOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';
import type { ScopeChannel } from '@/lib/devices/channel';

/**
 * The buildings that an input names by name, door, room or rights, for the audit log: who does not see all of them does not see the
 * entry. Null if it names none, means all, or names a door or room that this person does not see: the entry repeats it.
 */
export function namedBuildings(scope: Pick<Scope, 'channels' | 'cameras'>, input: unknown): string[] | null {
  if (isRecord(input) && input.everywhere === true) return null;
  const names = new Set<string>();
  const isKnown = collect(devicesOf(scope), input, names);
  return isKnown && names.size > 0 ? [...names].sort() : null;
}

/** Parts of an input that hold doors or rooms in lists. */
const lists = ['doors', 'targets'] as const;

/** False: a door or room is not among the devices. */
function collect(devices: readonly ScopeChannel[], input: unknown, names: Set<string>): boolean {
  if (!isRecord(input)) return true;
  const { channel } = input;
  const [buildings, gids] = [textsOf(input.building), [...textsOf(input.gid), ...textsOf(input.door)]];
  const rooms = [...textsOf(input.roomKey), ...textsOf(input.room)];
  for (const name of buildings) names.add(name);
  const unknown = new Set([...gids, ...rooms]);
  for (const device of devices) {
    const isDoor = gids.includes(device.gid) && (channel === undefined || channel === device.channel);
    const isRoom = rooms.includes(device.roomKey);
    if (!isDoor && !isRoom) continue;
    names.add(device.buildingName);
    if (isDoor) unknown.delete(device.gid);
    if (isRoom) unknown.delete(device.roomKey);
  }
  const { grants } = input;
  if (isRecord(grants) && Array.isArray(grants.buildings))
    for (const given of grants.buildings)
      if (isRecord(given)) for (const name of textsOf(given.name)) names.add(name);
  const items = lists.flatMap((list) => {
    const found = input[list];
    return Array.isArray(found) ? found : [];
  });
  const areKnown = items.map((item) => collect(devices, item, names));
  return unknown.size === 0 && !areKnown.includes(false);
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
