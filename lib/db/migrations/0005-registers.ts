import { type Kysely, sql } from 'kysely';

/**
 * Doordesk's own registers: tenants, and cards, fobs and PINs handed out. The cloud knows nothing of either. A room is
 * remembered by its words too, because an entry outlives a room that vanishes from the device list.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // folded: what searches compare with; order_*: what lists are ordered by. A database under the C locale knows neither
  // case beyond ASCII nor that room 2 comes before room 10. revision tells whether somebody changed a row meanwhile.
  await sql`
    create table person (
      id uuid primary key default gen_random_uuid(),
      workspace_id uuid not null references workspace (id),
      name text not null,
      email text not null,
      phone text not null,
      room_key text not null,
      building_name text not null,
      unit_label text not null,
      moved_in date,
      moved_out date check (moved_out >= moved_in),
      note text not null,
      folded text not null,
      order_name text not null collate "C",
      order_room text not null collate "C",
      order_building text not null collate "C",
      revision integer not null default 1,
      updated_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index person_by_name on person (workspace_id, order_name, id)`.execute(db);
  await sql`create index person_by_room on person (workspace_id, room_key)`.execute(db);

  // Never a PIN's digits: of a PIN only who has one, for which room and since when.
  await sql`
    create table handed_key (
      id uuid primary key default gen_random_uuid(),
      workspace_id uuid not null references workspace (id),
      kind text not null check (kind in ('card', 'fob', 'pin')),
      number text not null check (kind <> 'pin' or number = ''),
      number_folded text not null,
      label text not null,
      holder text not null,
      holder_folded text not null,
      person_id uuid references person (id) on delete set null,
      room_key text,
      building_name text not null,
      unit_label text not null,
      state text not null check (state in ('handed-out', 'returned', 'lost')),
      handed_on date not null,
      ended_on date check (ended_on >= handed_on),
      deposit_minor bigint check (deposit_minor > 0),
      deposit_currency text,
      note text not null,
      folded text not null,
      order_number text not null collate "C",
      order_holder text not null collate "C",
      order_room text not null collate "C",
      revision integer not null default 1,
      updated_at timestamptz not null default now(),
      check ((state = 'handed-out') = (ended_on is null)),
      check ((deposit_minor is null) = (deposit_currency is null))
    )`.execute(db);
  await sql`create index handed_key_by_day on handed_key (workspace_id, handed_on desc, id)`.execute(db);
  await sql`create index handed_key_by_room on handed_key (workspace_id, room_key)`.execute(db);
  await sql`create index handed_key_by_person on handed_key (person_id) where person_id is not null`.execute(
    db,
  );
  // One card cannot be in two hands.
  await sql`
    create unique index handed_key_out on handed_key (workspace_id, kind, number_folded)
    where state = 'handed-out' and number_folded <> ''`.execute(db);
}
