import type { VerbResult } from '@/lib/abilities/verb';
import type { ErrorCode } from '../errors';

/** Returns a lost connection as an outcome. A rejection in a transition would replace the form with the error page. */
export async function answerOf<T>(sent: Promise<VerbResult<T>>): Promise<VerbResult<T>> {
  try {
    return await sent;
  } catch (error) {
    // Next throws errors to leave a page. They are not answers.
    const digest = error instanceof Error && 'digest' in error ? String(error.digest) : '';
    if (digest.startsWith('NEXT_')) throw error;
    return { ok: false, code: refusalOf(error) ?? 'connection-lost' };
  }
}

/** Refusals before an action is reached (`lib/cli/serving/notice-page.ts`). Nothing was done. */
const refusals: readonly ErrorCode[] = [
  'database-unavailable',
  'stopping',
  'busy',
  'wrong-address',
  'too-large',
  'signed-out',
];

let addressNamed = '';

/** Doordesk's address, as the server gave it when it refused a request at another address. */
export function namedAddress(): string {
  return addressNamed;
}

function refusalOf(error: unknown): ErrorCode | undefined {
  const [, word, address] =
    /^\[([a-z-]+)(?: (\S+))?\] /.exec(error instanceof Error ? error.message : '') ?? [];
  if (address) addressNamed = address;
  return refusals.find((code) => code === word);
}
