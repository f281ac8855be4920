import { askPasskey } from './ask-passkey';
import { postProvider, type Refusal, refusalOf } from './next-auth-client';

/** Resolves only if it did not work. */
export async function enterByPasskey(next: string): Promise<Refusal | null> {
  try {
    const asked = await fetch('/api/sign-in', { method: 'POST' });
    const body = await asked.json();
    if (!asked.ok) return refusalOf(body.error);
    const response = await askPasskey(body.options);
    if (!response) return refusalOf('passkey-unused');
    const fields = { challenge: body.challengeId, response: JSON.stringify(response) };
    const answer = await postProvider('passkey', fields);
    if (!answer.ok) return answer;
  } catch {
    return refusalOf('unexpected');
  }
  window.location.assign(next + window.location.hash);
  return new Promise(() => {});
}
