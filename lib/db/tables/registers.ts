import type { ColumnType, Generated } from 'kysely';

/** A day, `YYYY-MM-DD`. The driver would make a local midnight of it: select it as text. */
type Day = ColumnType<Date, string, string>;
type OptionalDay = ColumnType<Date | null, string | null, string | null>;

export type PersonTable = {
  id: Generated<string>;
  workspace_id: string;
  name: string;
  email: string;
  phone: string;
  room_key: string;
  /** The room in words, as it was when the entry was last written. */
  building_name: string;
  unit_label: string;
  moved_in: OptionalDay;
  moved_out: OptionalDay;
  note: string;
  folded: string;
  order_name: string;
  order_room: string;
  order_building: string;
  revision: ColumnType<number, number | undefined, number>;
  updated_at: ColumnType<Date, Date | undefined, Date>;
};

export type KeyKind = 'card' | 'fob' | 'pin';
export type KeyState = 'handed-out' | 'returned' | 'lost';

export type HandedKeyTable = {
  id: Generated<string>;
  workspace_id: string;
  kind: KeyKind;
  /** As printed on a card or fob; always empty for a PIN. */
  number: string;
  number_folded: string;
  label: string;
  /** The holder in words; follows the person's name while `person_id` leads to one. */
  holder: string;
  holder_folded: string;
  person_id: string | null;
  /** Null: for no room in particular. */
  room_key: string | null;
  building_name: string;
  unit_label: string;
  state: KeyState;
  handed_on: Day;
  /** When it came back or was reported lost. */
  ended_on: OptionalDay;
  /** In the currency's smallest unit. */
  deposit_minor: number | null;
  deposit_currency: string | null;
  note: string;
  folded: string;
  order_number: string;
  order_holder: string;
  order_room: string;
  revision: ColumnType<number, number | undefined, number>;
  updated_at: ColumnType<Date, Date | undefined, Date>;
};

export type RemovedEntryTable = {
  /** One removal. */
  batch: string;
  workspace_id: string;
  register: 'person' | 'handed_key';
  /** The row as it was, column by column. */
  entry: Record<string, unknown>;
  /** The keys that a person held. */
  held_keys: string[];
  removed_at: Generated<Date>;
};

export type ChangedEntryTable = {
  workspace_id: string;
  /** One change. */
  batch: string;
  register: 'person' | 'handed_key';
  entry_id: string;
  /** The entry's revision after the change: another one means that it was changed again. */
  revision: number;
  /** The row as it was before, column by column. */
  entry: Record<string, unknown>;
  changed_at: Generated<Date>;
};

export type RegisterTables = {
  person: PersonTable;
  handed_key: HandedKeyTable;
  removed_entry: RemovedEntryTable;
  changed_entry: ChangedEntryTable;
};
