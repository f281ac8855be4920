import type { Proof } from '@/lib/auth/prove-password';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { pairOf } from '@/lib/devices/pair-key';
import type { Role } from '@/lib/doordeer/words';
import { foldAccount } from '@/lib/text/fold-account';

type Proven = Extract<Proof, { ok: true }>;

/**
 * The spelling under which this workspace knows the account already, if the cloud takes both for one: it accepts the same
 * password for it, and lists the same rooms. Otherwise the typed one. Two connections of one account would show each of its
 * doorcodes twice.
 */
export async function findSpelling(
  { workspaceId, connectionId }: Pick<Scope, 'workspaceId' | 'connectionId'>,
  typed: { account: string; role: Role },
  { list, prove }: Pick<Proven, 'list'> & { prove: (account: string) => Promise<Proof> },
): Promise<string> {
  const rows = await getDb()
    .selectFrom('connection')
    .select(['id', 'account', 'state'])
    .where('workspace_id', '=', workspaceId)
    .where('role', '=', typed.role)
    .orderBy('created_at')
    .execute();
  const inUse = (row: (typeof rows)[number]) => row.state !== 'none' || row.id === connectionId;
  const alike = rows
    .filter(({ account }) => foldAccount(account) === foldAccount(typed.account))
    .sort((one, other) => Number(inUse(other)) - Number(inUse(one)));
  const known = alike.find(({ account }) => account === typed.account);
  const [first] = alike;
  if (!first || first === known || (known && inUse(known))) return typed.account;
  const proof = await prove(first.account);
  return proof.ok && roomsIn(proof.list) === roomsIn(list) ? first.account : typed.account;
}

function roomsIn({ channels }: Proven['list']): string {
  return channels.map(pairOf).sort().join();
}
