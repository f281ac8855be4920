import { useFormatter, useTranslations } from 'next-intl';
import type { FilterOption, TableFilter } from '@/components/data-table/types';
import type { CountsAnswer, Facet } from '@/lib/archive/search/facets';
import { nameInAddress } from '@/lib/table/name-in-address';
import { eventTypeIcons } from './event-type';

export type EventChoices = {
  buildings: FilterOption[];
  doors: FilterOption[];
  rooms: FilterOption[];
};

const typeKeys = {
  '0': 'call',
  '1': 'answered',
  '2': 'doorcode',
  '3': 'pin',
  '4': 'app',
  '5': 'card',
} as const;

export function useEventFilters(choices: EventChoices, numbers: CountsAnswer | null): TableFilter[] {
  const t = useTranslations('events');
  const format = useFormatter();
  const counts = new Map(numbers?.type.map(({ value, count }) => [value, count]));
  const counted = (options: FilterOption[], facet: Facet[] | undefined, keyOf = (value: string) => value) => {
    if (!facet) return options;
    const known = new Map(facet.map(({ value, count }) => [keyOf(value), count]));
    return options.map((option) => ({ ...option, count: known.get(option.value) ?? 0 }));
  };
  const types: FilterOption[] = Object.entries(typeKeys).map(([value, key]) => ({
    value,
    label: t(`types.${key}`),
    icon: eventTypeIcons[key],
    ...(numbers ? { count: counts.get(value) ?? 0 } : {}),
  }));
  types.push({
    value: 'other',
    label: t('types.others'),
    icon: eventTypeIcons.other,
    ...(numbers ? { count: counts.get('other') ?? 0 } : {}),
  });
  // Any Monday, in UTC: only the names of days and hours are needed.
  const monday = Date.UTC(2024, 0, 1);
  const weekdays = Array.from({ length: 7 }, (_, day) => ({
    value: String(day + 1),
    label: format.dateTime(new Date(monday + day * 86_400_000), { weekday: 'long', timeZone: 'UTC' }),
  }));
  const hours = Array.from({ length: 24 }, (_, hour) => ({
    value: String(hour),
    label: `${String(hour).padStart(2, '0')}:00–${String(hour).padStart(2, '0')}:59`,
  }));
  return [
    { kind: 'many', id: 'type', label: t('filters.type'), options: types },
    {
      kind: 'many',
      id: 'building',
      label: t('columns.building'),
      options: counted(choices.buildings, numbers?.building, nameInAddress),
    },
    {
      kind: 'many',
      id: 'door',
      label: t('columns.door'),
      options: counted(choices.doors, numbers?.door),
    },
    {
      kind: 'many',
      id: 'room',
      label: t('columns.room'),
      options: counted(choices.rooms, numbers?.room),
    },
    { kind: 'days', label: t('filters.time'), from: 'from', to: 'to', timed: true },
    { kind: 'many', id: 'hour', label: t('filters.hour'), options: counted(hours, numbers?.hour) },
    {
      kind: 'many',
      id: 'weekday',
      label: t('filters.weekday'),
      options: counted(weekdays, numbers?.weekday),
    },
  ];
}
