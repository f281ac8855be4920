import type { Scope } from '@/lib/auth/scope';
import { isVendorError } from '@/lib/doordeer/errors';
import { createPageFetcher, type FetchOptions } from './fetch-page';

const unusedChannel = 2_147_483_647;

/** Does the cloud list events for a channel that does not exist? Throws VendorError without an answer. */
export async function hasUnknownRoom(scope: Scope, gid: string, options: FetchOptions): Promise<boolean> {
  const ask = createPageFetcher(scope, { gid, channel: unusedChannel }, options, {
    taken: true,
    met: false,
  });
  try {
    if ((await ask(1, 1)).length > 0) return true;
  } catch (error) {
    // The refusal names the channel, so number zero needs no question.
    if (isVendorError(error) && error.reason === 'no-such-channel') return false;
    if (!isNoSuchList(error)) throw error;
  }
  return holdsRecord(ask, 0);
}

/** A refusal by result code counts as no record. */
export async function holdsRecord(
  ask: ReturnType<typeof createPageFetcher>,
  number: number,
): Promise<boolean> {
  try {
    return (await ask(number, number)).length > 0;
  } catch (error) {
    if (isNoSuchList(error)) return false;
    throw error;
  }
}

const noSuchList = ['no-such-channel', 'missing-parameter'];

/** This account has no such list. A code outside the vendor's table says nothing (docs/vendor.md, reading 11). */
export function isNoSuchList(error: unknown): boolean {
  return isVendorError(error) && error.kind === 'result' && noSuchList.includes(error.reason ?? '');
}
