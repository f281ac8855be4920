import { doorcodeDigest, sealDoorcode } from '../db/vault/doorcode-secret';

/** The columns of a doorcode's row that hold its digits and picture address. */
export function sealedDigits(
  at: { workspace_id: string; gid: string; channel: number },
  digits: string,
  pictureUrl = '',
): { digest: Buffer; sealed: Buffer } {
  const workspaceId = at.workspace_id;
  const digest = doorcodeDigest(workspaceId, digits);
  return { digest, sealed: sealDoorcode({ ...at, workspaceId, digest }, { digits, pictureUrl }) };
}
