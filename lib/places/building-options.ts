import type { Scope } from '@/lib/auth/scope';
import type { ScopeChannel } from '@/lib/devices/channel';
import type { CountsByValue } from '@/lib/table/match-choices';
import { nameInAddress } from '@/lib/table/name-in-address';
import { compareNames } from '@/lib/text/order-key';

/** Names of buildings, as a filter offers them. */
export function nameOptions(names: readonly string[]): { value: string; label: string }[] {
  return names.map((name) => ({ value: nameInAddress(name), label: name || '—' }));
}

/** `counts`: rows of the list by building. */
export function buildingOptions(
  scope: Scope,
  keeps: (channel: ScopeChannel) => boolean,
  counts: CountsByValue,
): { value: string; label: string; count: number }[] {
  const names = new Set(scope.channels.filter(keeps).map(({ buildingName }) => buildingName));
  return [...names]
    .map((name) => ({ value: nameInAddress(name), label: name || '—', count: counts.get(name) ?? 0 }))
    .sort((one, other) => compareNames(one.label, other.label));
}
