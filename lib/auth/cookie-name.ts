/** Cookies are Secure exactly when the public address is https. */
export function isSecure(): boolean {
  return process.env.NEXTAUTH_URL?.startsWith('https://') ?? false;
}

/**
 * `__Host-`: no other server of the same domain can set this cookie. Browsers accept it over https only, so plain http
 * keeps next-auth's own name.
 */
export function cookieName(): string {
  return isSecure() ? '__Host-next-auth.session-token' : 'next-auth.session-token';
}

/** The name over https until November 2026. It is never accepted: it only explains why a person must sign in again. */
export const formerCookieName = '__Secure-next-auth.session-token';
