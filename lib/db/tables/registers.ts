import type { ColumnType, Generated } from 'kysely';

/** `YYYY-MM-DD`. Select it as text: the driver would return a local midnight. */
type Day = ColumnType<Date, string, string>;
type OptionalDay = ColumnType<Date | null, string | null, string | null>;

export type PersonTable = {
  id: Generated<string>;
  workspace_id: string;
  name: string;
  email: string;
  phone: string;
  room_key: string;
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
  number: string;
  number_folded: string;
  label: string;
  holder: string;
  holder_folded: string;
  person_id: string | null;
  room_key: string | null;
  building_name: string;
  unit_label: string;
  state: KeyState;
  handed_on: Day;
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
  batch: string;
  workspace_id: string;
  register: 'person' | 'handed_key';
  entry: Record<string, unknown>;
  held_keys: string[];
  removed_at: Generated<Date>;
};

export type ChangedEntryTable = {
  workspace_id: string;
  batch: string;
  register: 'person' | 'handed_key';
  entry_id: string;
  revision: number;
  entry: Record<string, unknown>;
  changed_at: Generated<Date>;
};

export type RegisterTables = {
  person: PersonTable;
  handed_key: HandedKeyTable;
  removed_entry: RemovedEntryTable;
  changed_entry: ChangedEntryTable;
};
