import type { LucideIcon } from 'lucide-react';
import type { CountsByValue } from '@/lib/table/match-choices';
import type { FilterOption } from './types';

export function filterChoices<V extends string>(
  values: readonly V[],
  words: (value: V) => string,
  iconOf?: ((value: V) => LucideIcon) | undefined,
  counts?: CountsByValue,
): FilterOption[] {
  return values.map((value) => ({
    value,
    label: words(value),
    ...(iconOf ? { icon: iconOf(value) } : {}),
    ...(counts ? { count: counts.get(value) ?? 0 } : {}),
  }));
}
