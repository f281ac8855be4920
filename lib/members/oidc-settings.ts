import { getEnv } from '@/lib/env';

/** Null: members cannot sign in with OpenID Connect. `host`: how the button names it. */
export function oidcSettings(): {
  issuer: string;
  clientId: string;
  clientSecret: string;
  host: string;
} | null {
  const { DOORDESK_OIDC_ISSUER: issuer, DOORDESK_OIDC_CLIENT_ID: clientId, ...env } = getEnv();
  const clientSecret = env.DOORDESK_OIDC_CLIENT_SECRET?.reveal();
  if (!issuer || !clientId || !clientSecret) return null;
  return { issuer, clientId, clientSecret, host: new URL(issuer).host };
}
