import { type Kysely, sql } from 'kysely';

/**
 * Names are searched by what any capital letter of theirs stands for: ß as SS, Turkish ı as I, the Greek σ at a word's
 * end as any other. What was folded only by lower case is folded again; only names beyond ASCII can differ.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (let after = '0'; ; ) {
    const { rows } = await sql<{ id: string; folded: string }>`
      select id::text, folded from event_who where id > ${after}::bigint and folded ~ '[^\x01-\x7f]'
      order by id limit 5000`.execute(db);
    if (rows.length === 0) return;
    after = rows.at(-1)?.id ?? after;
    const changed = rows
      .map(({ id, folded }) => ({ id, was: folded, folded: fold(folded) }))
      .filter(({ was, folded }) => was !== folded);
    if (changed.length === 0) continue;
    await sql`
      update event_who set folded = made.folded
      from unnest(${changed.map(({ id }) => id)}::bigint[], ${changed.map(({ folded }) => folded)}::text[]) as made (id, folded)
      where event_who.id = made.id`.execute(db);
  }
}

function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .replaceAll('i\u0307', 'i')
    .normalize('NFKC');
}
