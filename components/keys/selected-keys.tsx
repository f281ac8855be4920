'use client';

import { SelectedNames } from '@/components/registers/selected-names';
import { useSelected } from '@/components/registers/use-selected';
import { SafeText } from '@/components/ui/safe-text';
import type { ErrorCode } from '@/lib/errors';
import type { SelectedKeys } from '@/lib/registers/keys/selection';
import type { BulkSelection } from '@/lib/table/selection';
import { KeyName } from './key-name';

export function useSelectedKeys(selection: BulkSelection, open: boolean) {
  return useSelected<SelectedKeys>('/api/keys/selection', selection, open);
}

export function SelectedKeyNames({
  selected,
  failed,
  count,
}: {
  selected: SelectedKeys | null;
  failed: ErrorCode | null;
  count: number;
}) {
  const names = selected?.keys.map((key) => ({
    id: key.id,
    name: <KeyName row={key} />,
    note: <SafeText>{key.holder}</SafeText>,
  }));
  return <SelectedNames names={names ?? null} count={selected?.count ?? count} failed={failed} />;
}
