import type { VerbResult } from '@/lib/abilities/verb';
import type { ErrorCode } from '../errors';

/**
 * An action's answer; where the way to our own server breaks off, the one that says so. What rejects inside a transition would
 * put the page's crash in the place of the form, and of all that was typed into it.
 */
export async function answerOf<T>(sent: Promise<VerbResult<T>>): Promise<VerbResult<T>> {
  try {
    return await sent;
  } catch (error) {
    // Next leaves a page by errors of its own: those are no answers.
    const digest = error instanceof Error && 'digest' in error ? String(error.digest) : '';
    if (digest.startsWith('NEXT_')) throw error;
    return { ok: false, code: refusalOf(error) ?? 'connection-lost' };
  }
}

/** What the server refuses before an action is reached (`lib/cli/serving/notice-page.ts`): nothing was done then. */
const refusals: readonly ErrorCode[] = ['database-unavailable', 'stopping', 'wrong-address'];

let addressNamed = '';

/** The address of Doordesk, as the server named it when it refused a request that came to another one. */
export function namedAddress(): string {
  return addressNamed;
}

function refusalOf(error: unknown): ErrorCode | undefined {
  const [, word, address] =
    /^\[([a-z-]+)(?: (\S+))?\] /.exec(error instanceof Error ? error.message : '') ?? [];
  if (address) addressNamed = address;
  return refusals.find((code) => code === word);
}
