import { type QueryExecutorProvider, sql } from 'kysely';
import { Secret } from '../../doordeer/secret';
import { OperatorFault } from '../../errors';
import { holdKeys, open, proofOf, provesKey, seal } from '../../vault';

/** Any database or transaction, because migrations open the vault too. */
type Database = QueryExecutorProvider;

/** The newest key is `DOORDESK_VAULT_KEY` and is not stored. */
type KeyRow = { number: number; sealed: Buffer | null; proof: Buffer };

/** `DOORDESK_VAULT_KEY` is not the key of this database. */
export class VaultKeyError extends OperatorFault {}

/**
 * Every process calls it with `DOORDESK_VAULT_KEY` before it opens or seals anything. Throws `VaultKeyError` if that is not
 * the newest key of the database. A database without keys takes it as its first.
 */
export async function openVault(db: Database, root: Buffer): Promise<void> {
  const rows = await readKeyRows(db);
  const current = rows.at(-1) ?? (await addFirstKey(db, root));
  if (!provesKey(current.proof, root)) throw new VaultKeyError(wrongKey(rows, root));
  holdKeys(openRing(rows, { number: current.number, root }));
}

export async function readKeyRows(db: Database): Promise<KeyRow[]> {
  const { rows } = await sql<KeyRow>`select number, sealed, proof from vault_key order by number`.execute(db);
  return rows;
}

async function addFirstKey(db: Database, root: Buffer): Promise<KeyRow> {
  // Another process may add its own at the same time. The first one counts.
  await sql`insert into vault_key (number, proof) values (1, ${proofOf(root)}) on conflict do nothing`.execute(
    db,
  );
  const first = (await readKeyRows(db)).at(-1);
  if (!first) throw new Error('the vault key disappeared while it was added');
  return first;
}

function openRing(rows: readonly KeyRow[], current: { number: number; root: Buffer }): Map<number, Buffer> {
  const roots = new Map([[current.number, current.root]]);
  holdKeys(roots);
  for (const { number, sealed } of rows) {
    if (sealed) roots.set(number, Buffer.from(open(sealedKey(number), sealed).reveal(), 'base64'));
  }
  return roots;
}

function wrongKey(rows: readonly KeyRow[], root: Buffer): string {
  const older = rows.find(({ proof }) => provesKey(proof, root));
  return older
    ? `DOORDESK_VAULT_KEY is key ${older.number} of this database. It was replaced by key ${rows.at(-1)?.number}: put the newer key into the settings`
    : 'DOORDESK_VAULT_KEY is not the key of this database. Put the right key into the settings. To change the key, put the old one into DOORDESK_VAULT_KEY_OLD and run: npm run vault:rotate';
}

/**
 * Makes `next` the newest key. The older ones are sealed under it. Returns its number. The caller has opened the vault with
 * the key `before`.
 */
export async function addKey(
  trx: Database,
  { before, next }: { before: Buffer; next: Buffer },
): Promise<number> {
  const rows = await readKeyRows(trx);
  const last = rows.at(-1)?.number ?? 0;
  const roots = openRing(rows, { number: last, root: before });
  holdKeys(new Map([...roots, [last + 1, next]]));
  for (const [number, root] of roots) {
    const sealed = seal(sealedKey(number), new Secret(root.toString('base64')));
    await sql`update vault_key set sealed = ${sealed} where number = ${number}`.execute(trx);
  }
  await sql`insert into vault_key (number, proof) values (${last + 1}, ${proofOf(next)})`.execute(trx);
  return last + 1;
}

function sealedKey(number: number) {
  return { purpose: 'vault-key', row: String(number) } as const;
}
