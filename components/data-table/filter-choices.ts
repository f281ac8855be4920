import type { LucideIcon } from 'lucide-react';
import type { FilterOption } from './types';

export function filterChoices<V extends string>(
  values: readonly V[],
  words: (value: V) => string,
  iconOf?: (value: V) => LucideIcon,
): FilterOption[] {
  return values.map((value) => ({
    value,
    label: words(value),
    ...(iconOf ? { icon: iconOf(value) } : {}),
  }));
}
