import type { OAuthConfig } from 'next-auth/providers/oauth';
import { oidcSettings } from '../oidc-settings';

/** Of an ID token that next-auth has verified: signature, audience, nonce and times. */
export type Claims = { iss: string; sub: string; auth_time?: number };

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
