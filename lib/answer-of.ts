import type { ActionResult } from './action';

/**
 * An action's answer; where the way to our own server breaks off, the one that says so. What rejects inside a transition would
 * put the page's crash in the place of the form, and of all that was typed into it.
 */
export async function answerOf<T>(sent: Promise<ActionResult<T>>): Promise<ActionResult<T>> {
  try {
    return await sent;
  } catch (error) {
    // Next leaves a page by errors of its own: those are no answers.
    const digest = error instanceof Error && 'digest' in error ? String(error.digest) : '';
    if (digest.startsWith('NEXT_')) throw error;
    return { ok: false, code: 'connection-lost' };
  }
}
