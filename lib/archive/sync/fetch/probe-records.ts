import type { Scope } from '@/lib/auth/scope';
import { isVendorError } from '@/lib/doordeer/errors';
import { createPageFetcher, type FetchOptions } from './fetch-page';

/** No door has as many channels; the largest number that fits wherever a cloud may keep one. */
const nobodysChannel = 2_147_483_647;

/**
 * Does a room that does not exist have events at a door?
 *
 * @throws VendorError when that question got no answer
 */
export async function hasUnknownRoom(scope: Scope, gid: string, options: FetchOptions): Promise<boolean> {
  const ask = createPageFetcher(scope, { gid, channel: nobodysChannel }, options, {
    taken: true,
    met: false,
  });
  // Of whichever number is the first: a list may hold a single record, and zero may be refused.
  for (const number of [1, 0]) if (await holdsRecord(ask, number)) return true;
  return false;
}

/** Whether a list has a record of this number; a refusal by result code means that it has none. */
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

/**
 * The cloud answered that this account has no such list. A code outside the vendor's table says nothing
 * (docs/vendor.md, reading 11).
 */
export function isNoSuchList(error: unknown): boolean {
  return isVendorError(error) && error.kind === 'result' && noSuchList.includes(error.reason ?? '');
}
