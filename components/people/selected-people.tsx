'use client';

import { SelectedNames } from '@/components/registers/selected-names';
import { useSelected } from '@/components/registers/use-selected';
import { SafeText } from '@/components/ui/safe-text';
import type { ErrorCode } from '@/lib/errors';
import type { SelectedPeople } from '@/lib/registers/people/selection';
import type { BulkSelection } from '@/lib/table/selection';

export function useSelectedPeople(selection: BulkSelection, open: boolean) {
  return useSelected<SelectedPeople>('/api/people/selection', selection, open);
}

export function SelectedPeopleNames({
  selected,
  failed,
  count,
}: {
  selected: SelectedPeople | null;
  failed: ErrorCode | null;
  count: number;
}) {
  const names = selected?.people.map(({ id, name, building, unit }) => ({
    id,
    name: <SafeText>{name}</SafeText>,
    note: <SafeText>{[building, unit].filter(Boolean).join(' · ')}</SafeText>,
  }));
  return <SelectedNames names={names ?? null} count={selected?.count ?? count} failed={failed} />;
}
