import type { Scope } from '@/lib/auth/scope';
import type { ScopeChannel } from '@/lib/devices/channel';
import type { CountsByValue } from '@/lib/table/match-choices';
import { nameInAddress } from '@/lib/table/name-in-address';
import { compareNames } from '@/lib/text/order-key';

/** Names of buildings, as a filter offers them. `counts`: rows of the list by building. */
export function nameOptions(
  names: readonly string[],
  counts: CountsByValue,
): { value: string; label: string; count: number }[] {
  return names.map((name) => ({
    value: nameInAddress(name),
    label: name || '—',
    count: counts.get(name) ?? 0,
  }));
}

/** Of the channels that `keeps` keeps. */
export function buildingOptions(
  scope: Scope,
  keeps: (channel: ScopeChannel) => boolean,
  counts: CountsByValue,
): { value: string; label: string; count: number }[] {
  const names = new Set(scope.channels.filter(keeps).map(({ buildingName }) => buildingName));
  return nameOptions([...names], counts).sort((one, other) => compareNames(one.label, other.label));
}
