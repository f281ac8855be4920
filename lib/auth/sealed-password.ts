import type { SealedFor } from '@/lib/vault';

type Holder = { id: string; workspaceId: string; account: string };

export function sessionSeal({
  id,
  workspaceId,
  account,
  tokenHash,
}: Holder & { tokenHash: Buffer }): SealedFor {
  return { purpose: 'session-password', row: id, workspace: workspaceId, account, tokenHash };
}

/** The purpose has the name that it had when such a password served the archive only: sealed values are bound to it. */
export function connectionSeal({ id, workspaceId, account }: Holder): SealedFor {
  return { purpose: 'archive-password', row: id, workspace: workspaceId, account };
}
