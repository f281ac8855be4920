import { type Kysely, sql } from 'kysely';

/**
 * The number of a card that a person does not see must not be reserved: its refusal would tell that the card is handed out
 * in another building. The check takes the lock of the register, so the index need not be unique.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop index handed_key_out`.execute(db);
  await sql`
    create index handed_key_out on handed_key (workspace_id, kind, number_folded)
    where state = 'handed-out' and number_folded <> ''`.execute(db);

  // The browser that asked, by the id of its device cookie: no one approves in it what the vendor's sign-in asks.
  await sql`alter table approval add column device text`.execute(db);
}
