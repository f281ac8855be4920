import type { OAuthConfig } from 'next-auth/providers/oauth';
import { getEnv } from '@/lib/env';

/** Of an ID token that next-auth has verified: signature, audience, nonce and times. */
export type Claims = { iss: string; sub: string; auth_time?: number };

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

/** Asks for no email address and no profile: issuer and subject say who it is, and nothing else is stored. */
export function oidcProvider(): OAuthConfig<Claims>[] {
  const settings = oidcSettings();
  if (!settings) return [];
  const { issuer, clientId, clientSecret, host } = settings;
  return [
    {
      id: 'oidc',
      name: host,
      type: 'oauth',
      wellKnown: `${issuer}/.well-known/openid-configuration`,
      issuer,
      clientId,
      clientSecret,
      idToken: true,
      checks: ['pkce', 'state', 'nonce'],
      authorization: { params: { scope: 'openid' } },
      httpOptions: { timeout: 5_000 },
      profile: ({ sub }) => ({ id: sub }),
    },
  ];
}
