import { devicesOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';
import type { ScopeChannel } from '@/lib/devices/channel';

/**
 * The buildings that an input names by name, door or room, for the audit log: who does not see all of them does not see the
 * entry. Null if it names none, or means all.
 */
export function namedBuildings(scope: Pick<Scope, 'channels' | 'cameras'>, input: unknown): string[] | null {
  if (isRecord(input) && input.everywhere === true) return null;
  const names = new Set<string>();
  collect(devicesOf(scope), input, names);
  return names.size > 0 ? [...names].sort() : null;
}

/** Parts of an input that hold doors or rooms in lists. */
const lists = ['doors', 'targets'] as const;

function collect(devices: readonly ScopeChannel[], input: unknown, names: Set<string>): void {
  if (!isRecord(input)) return;
  const { channel } = input;
  const [buildings, gids] = [textsOf(input.building), [...textsOf(input.gid), ...textsOf(input.door)]];
  const rooms = [...textsOf(input.roomKey), ...textsOf(input.room)];
  for (const device of devices) {
    const isDoor = gids.includes(device.gid) && (channel === undefined || channel === device.channel);
    const isNamed = buildings.includes(device.buildingName) || rooms.includes(device.roomKey);
    if (isDoor || isNamed) names.add(device.buildingName);
  }
  for (const list of lists) {
    const items = input[list];
    if (Array.isArray(items)) for (const item of items) collect(devices, item, names);
  }
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
