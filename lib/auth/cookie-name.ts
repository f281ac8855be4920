/** Cookies are Secure exactly when the public address is https. */
export function isSecure(): boolean {
  return process.env.NEXTAUTH_URL?.startsWith('https://') ?? false;
}

/** next-auth's own names, which scripts and probes expect. */
export function cookieName(): string {
  return isSecure() ? '__Secure-next-auth.session-token' : 'next-auth.session-token';
}
