import { getDoordeer } from '@/lib/auth/cloud-client';
import type { Scope } from '@/lib/auth/scope';
import { DeskError } from '@/lib/errors';

/**
 * The door's fixed password, asked for afresh (10002) because Doordesk never keeps it. Null where the cloud gives none.
 * Throws `not-found` when the channel has left the device list meanwhile.
 */
export async function readFixedPassword(
  scope: Scope,
  at: { gid: string; channel: number },
): Promise<string | null> {
  const { account, password, role } = scope;
  const { channels } = await getDoordeer().call('listChannels', { account, password, role });
  const listed = channels.find(({ gid, channel }) => gid === at.gid && channel === at.channel);
  if (!listed) throw new DeskError('not-found');
  return listed.fixedPassword?.reveal() || null;
}
