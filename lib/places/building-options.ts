import type { Scope } from '@/lib/auth/scope';
import type { ScopeChannel } from '@/lib/devices/channel';
import { nameInAddress } from '@/lib/table/name-in-address';
import { compareNames } from '@/lib/text/order-key';

/** Names of buildings, as a filter offers them. */
export function nameOptions(names: readonly string[]): { value: string; label: string }[] {
  return names.map((name) => ({ value: nameInAddress(name), label: name || '—' }));
}

export function buildingOptions(
  scope: Scope,
  keeps: (channel: ScopeChannel) => boolean,
): { value: string; label: string; count: number }[] {
  const rooms = new Map<string, Set<string>>();
  for (const channel of scope.channels) {
    if (!keeps(channel)) continue;
    const own = rooms.get(channel.buildingName) ?? new Set();
    rooms.set(channel.buildingName, own.add(channel.roomKey));
  }
  return [...rooms]
    .map(([name, keys]) => ({ value: nameInAddress(name), label: name || '—', count: keys.size }))
    .sort((one, other) => compareNames(one.label, other.label));
}
