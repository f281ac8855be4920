import { type Kysely, sql } from 'kysely';

/**
 * The audit log: entries chained by HMAC, and a head that says how far the chain goes. The triggers stop honest
 * mistakes and stolen queries; who may drop triggers is found out by the chain instead (`npm run audit:verify`).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // detail is json and not jsonb: the chain covers its very text, and jsonb would rewrite it.
  await sql`
    create table audit_entry (
      seq bigint primary key,
      at timestamptz not null,
      workspace_id uuid,
      actor text not null,
      account text not null,
      role text,
      action text not null,
      subject text not null,
      outcome text not null check (outcome in ('intent', 'done', 'refused', 'failed', 'unknown')),
      detail json not null,
      intent_seq bigint,
      mac bytea not null
    )`.execute(db);
  await sql`create index audit_entry_workspace on audit_entry (workspace_id, seq desc)`.execute(db);
  await sql`
    create index audit_entry_intent on audit_entry (intent_seq) where intent_seq is not null
  `.execute(db);

  await sql`
    create table audit_head (
      one boolean primary key default true check (one),
      seq bigint not null,
      mac bytea not null,
      head_mac bytea not null
    )`.execute(db);
  await sql`insert into audit_head (seq, mac, head_mac) values (0, '', '')`.execute(db);

  await sql`
    create function refuse_audit_change() returns trigger language plpgsql as $$
    begin
      raise exception 'the audit log is append-only' using errcode = 'insufficient_privilege';
    end $$`.execute(db);
  await sql`
    create function refuse_audit_rewind() returns trigger language plpgsql as $$
    begin
      if new.seq <> old.seq + 1 then
        raise exception 'the audit log is append-only' using errcode = 'insufficient_privilege';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger audit_entry_append_only before update or delete or truncate on audit_entry
    for each statement execute function refuse_audit_change()`.execute(db);
  await sql`
    create trigger audit_head_kept before delete or truncate on audit_head
    for each statement execute function refuse_audit_change()`.execute(db);
  await sql`
    create trigger audit_head_forward before update on audit_head
    for each row execute function refuse_audit_rewind()`.execute(db);
}
