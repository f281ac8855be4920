import { sql } from 'kysely';
import type { Db } from '@/lib/db/client';

const refuse = `
  begin
    raise exception 'the audit log is append-only' using errcode = 'insufficient_privilege';
  end`;

const forward = `
  begin
    if new.seq <> old.seq + 1 then
      raise exception 'the audit log is append-only' using errcode = 'insufficient_privilege';
    end if;
    return new;
  end`;

/** As the migration of the audit log made them, and as PostgreSQL writes them. */
const expected: Record<string, { definition: string; body: string }> = {
  audit_entry_append_only: {
    definition:
      'BEFORE DELETE OR UPDATE OR TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()',
    body: refuse,
  },
  audit_head_kept: {
    definition:
      'BEFORE DELETE OR TRUNCATE ON audit_head FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()',
    body: refuse,
  },
  audit_head_forward: {
    definition: 'BEFORE UPDATE ON audit_head FOR EACH ROW EXECUTE FUNCTION refuse_audit_rewind()',
    body: forward,
  },
};

/** What the database would let a writer do to the log. Compares definitions and function bodies, not only names. */
export async function findTriggerFaults(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string; on: boolean; definition: string; body: string }>`
    select tgname as name, tgenabled in ('O', 'A') as on, pg_get_triggerdef(trigger.oid, true) as definition,
      concat_ws(' ', lanname, proconfig::text, prosrc) as body
    from pg_trigger as trigger
    join pg_proc on pg_proc.oid = tgfoid
    join pg_language on pg_language.oid = prolang
    where tgrelid in ('audit_entry'::regclass, 'audit_head'::regclass) and not tgisinternal`.execute(db);
  const faults: string[] = [];
  for (const [name, { definition, body }] of Object.entries(expected)) {
    const found = rows.find((row) => row.name === name);
    if (!found?.on) {
      faults.push(`The database does not refuse changes any more: trigger ${name} is gone or off.`);
      continue;
    }
    if (inOneLine(found.definition) !== `CREATE TRIGGER ${name} ${definition}`)
      faults.push(
        `The database may not refuse changes any more: trigger ${name} is not the one of Doordesk.`,
      );
    if (inOneLine(found.body) !== inOneLine(`plpgsql ${body}`))
      faults.push(
        `The database may not refuse changes any more: the function of trigger ${name} was replaced.`,
      );
  }
  for (const { name } of rows.filter((row) => !(row.name in expected)))
    faults.push(`The audit log has a trigger that Doordesk did not make: ${name}.`);
  const rules = await sql<{ name: string }>`
    select rulename as name from pg_rewrite
    where ev_class in ('audit_entry'::regclass, 'audit_head'::regclass)`.execute(db);
  for (const { name } of rules.rows)
    faults.push(`The audit log has a rule that Doordesk did not make: ${name}.`);
  return faults;
}

function inOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
