import type { SealedFor } from '@/lib/vault';

export function pushSeal(
  { workspaceId, account }: { workspaceId: string; account: string },
  id: string,
  part: 'token' | 'certificate',
): SealedFor {
  return { purpose: 'push-phone', row: `${id}/${part}`, workspace: workspaceId, account };
}
