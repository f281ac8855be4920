import type { KeyKind, KeyState } from '@/lib/db/tables/registers';
import type { ExportColumn } from '@/lib/files/write/cell';
import { amountText } from './amount-text';
import type { KeyRow } from './data';

const keys = [
  'id',
  'kind',
  'number',
  'label',
  'holder',
  'building',
  'room',
  'state',
  'handedOn',
  'endedOn',
  'deposit',
  'currency',
  'note',
  'updated',
] as const;
type Key = (typeof keys)[number];
type ExportRow = Record<Exclude<Key, 'updated'>, string | null> & { updated: Date };

export function keysColumns(title: (key: Key) => string): ExportColumn<Key>[] {
  return keys.map((key) => ({
    key,
    title: title(key),
    ...(key === 'handedOn' || key === 'endedOn' ? { type: 'day' as const } : {}),
    ...(key === 'updated' ? { type: 'instant' as const } : {}),
  }));
}

/** Text, because a spreadsheet's number would round an amount that the currency does not. */
export async function* exportableKeys(
  rows: AsyncIterable<KeyRow>,
  words: { kind: (kind: KeyKind) => string; state: (state: KeyState) => string },
): AsyncGenerator<ExportRow, void> {
  for await (const row of rows) {
    yield {
      id: row.id,
      kind: words.kind(row.kind),
      number: row.number,
      label: row.label,
      holder: row.holder,
      building: row.building,
      room: row.unit,
      state: words.state(row.state),
      handedOn: row.handedOn,
      endedOn: row.endedOn,
      deposit: row.deposit ? amountText(row.deposit) : null,
      currency: row.deposit?.currency ?? null,
      note: row.note,
      updated: new Date(row.updatedAt),
    };
  }
}
