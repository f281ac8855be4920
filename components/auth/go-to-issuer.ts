import { postAuth, type Refusal, refusalOf } from './next-auth-client';

/**
 * Goes to the issuer. `intent`: what its answer is for, if not a sign-in. `again`: the issuer asks even a person who is
 * signed in there. Resolves only if the issuer cannot be reached.
 */
export async function goToIssuer({
  intent = '',
  next = '/',
  again = false,
}: {
  intent?: string;
  next?: string;
  again?: boolean;
}): Promise<Refusal> {
  try {
    const path = again ? 'signin/oidc?prompt=login&max_age=0' : 'signin/oidc';
    const response = await postAuth(path, { intent, callbackUrl: next });
    const { url } = await response.json();
    if (response.ok && !new URL(url).searchParams.has('error')) {
      window.location.assign(url);
      return await new Promise<Refusal>(() => {});
    }
  } catch {
    // The same words as for an issuer that does not answer.
  }
  return refusalOf('issuer-failed');
}
