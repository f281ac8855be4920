import type { Kysely, Transaction } from 'kysely';
import { Secret } from '../doordeer/secret';
import { holdKeys, open, proofOf, provesKey, seal } from '../vault';
import type { Database } from './schema';
import type { VaultKeyTable } from './tables/vault';

type Row = VaultKeyTable;

/** `DOORDESK_VAULT_KEY` is not the key of this database. */
export class VaultKeyError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'VaultKeyError';
  }
}

/**
 * Every process calls it with `DOORDESK_VAULT_KEY` before it opens or seals anything. Throws `VaultKeyError` if that is not
 * the newest key of the database. A database without keys takes it as its first.
 */
export async function openVault(db: Kysely<Database>, root: Buffer): Promise<void> {
  const rows = await readKeyRows(db);
  const current = rows.at(-1) ?? (await addFirstKey(db, root));
  if (!provesKey(current.proof, root)) throw new VaultKeyError(wrongKey(rows, root));
  holdKeys(openRing(rows, { number: current.number, root }));
}

export function readKeyRows(db: Kysely<Database>): Promise<Row[]> {
  return db.selectFrom('vault_key').selectAll().orderBy('number').execute();
}

async function addFirstKey(db: Kysely<Database>, root: Buffer): Promise<Row> {
  // Another process may add its own at the same time. The first one counts.
  await db
    .insertInto('vault_key')
    .values({ number: 1, sealed: null, proof: proofOf(root) })
    .onConflict((on) => on.doNothing())
    .execute();
  return db.selectFrom('vault_key').selectAll().orderBy('number', 'desc').limit(1).executeTakeFirstOrThrow();
}

function openRing(rows: readonly Row[], current: { number: number; root: Buffer }): Map<number, Buffer> {
  const roots = new Map([[current.number, current.root]]);
  holdKeys(roots);
  for (const { number, sealed } of rows) {
    if (sealed) roots.set(number, Buffer.from(open(sealedKey(number), sealed).reveal(), 'base64'));
  }
  return roots;
}

function wrongKey(rows: readonly Row[], root: Buffer): string {
  const older = rows.find(({ proof }) => provesKey(proof, root));
  return older
    ? `DOORDESK_VAULT_KEY is key ${older.number} of this database. It was replaced by key ${rows.at(-1)?.number}: put the newer key into the settings`
    : 'DOORDESK_VAULT_KEY is not the key of this database. Put the right key into the settings. To change the key, put the old one into DOORDESK_VAULT_KEY_OLD and run: npm run vault:rotate';
}

/**
 * Makes `next` the newest key. The older ones are sealed under it. Returns its number. `openVault` must have been called
 * with the key of before.
 */
export async function addKey(
  trx: Transaction<Database>,
  { before, next }: { before: Buffer; next: Buffer },
): Promise<number> {
  const rows = await readKeyRows(trx);
  const last = rows.at(-1)?.number ?? 0;
  const roots = openRing(rows, { number: last, root: before });
  holdKeys(new Map([...roots, [last + 1, next]]));
  for (const [number, root] of roots) {
    await trx
      .updateTable('vault_key')
      .set({ sealed: seal(sealedKey(number), new Secret(root.toString('base64'))) })
      .where('number', '=', number)
      .execute();
  }
  await trx
    .insertInto('vault_key')
    .values({ number: last + 1, sealed: null, proof: proofOf(next) })
    .execute();
  return last + 1;
}

function sealedKey(number: number) {
  return { purpose: 'vault-key', row: String(number) } as const;
}
