import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { Provider } from 'oidc-provider';
import { findFreePort } from '../db/embedded/find-process';

/** A real issuer over HTTP. It asks nothing: who signs in is `subject`. */
export type Issuer = {
  url: string;
  clientId: string;
  clientSecret: string;
  subject: string;
  /** Changes the claims of ID tokens, which are signed again. */
  alter: (claims: Record<string, unknown>) => Record<string, unknown>;
  start(redirectUri: string): Promise<void>;
  stop(): Promise<void>;
};

/** Its address is known before it starts, because Doordesk's settings name it. */
export async function prepareIssuer(): Promise<Issuer> {
  const port = await findFreePort();
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  let server: Server | undefined;
  const issuer: Issuer = {
    url: `http://localhost:${port}`,
    clientId: 'doordesk',
    clientSecret: randomBytes(24).toString('base64url'),
    subject: 'person-1',
    alter: (claims) => claims,
    async start(redirectUri) {
      const next = serveIssuer(issuer, { privateKey, redirectUri });
      server = next;
      await new Promise<void>((resolve) => next.listen(port, 'localhost', resolve));
    },
    async stop() {
      const last = server;
      server = undefined;
      last?.closeAllConnections();
      await new Promise((resolve) => (last ? last.close(resolve) : resolve(null)));
    },
  };
  return issuer;
}

function serveIssuer(
  issuer: Issuer,
  { privateKey, redirectUri }: { privateKey: KeyObject; redirectUri: string },
): Server {
  const { clientId, clientSecret } = issuer;
  const jwk = { ...privateKey.export({ format: 'jwk' }), kid: 'test', use: 'sig', alg: 'RS256' };
  const provider = new Provider(issuer.url, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
    jwks: { keys: [jwk] },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_context, accountId) => ({ accountId, claims: async () => ({ sub: accountId }) }),
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    async loadExistingGrant({ oidc }) {
      if (!oidc.client || !oidc.session?.accountId) return undefined;
      const { clientId: client } = oidc.client;
      const grant = new oidc.provider.Grant({ clientId: client, accountId: oidc.session.accountId });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
  });
  const handle = provider.callback();
  const signAgain = (token: string) => {
    const [head = '', body = ''] = token.split('.');
    const claims = issuer.alter(JSON.parse(Buffer.from(body, 'base64url').toString()));
    const text = `${head}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
    return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
  };
  return createServer((request, response) => {
    if (request.url?.startsWith('/interaction/')) {
      const login = { accountId: issuer.subject };
      void provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false });
      return;
    }
    if (request.url?.startsWith('/token')) rewriteToken(response, signAgain);
    void handle(request, response);
  });
}

/** Replaces the ID token in the answer of the token endpoint. */
function rewriteToken(response: ServerResponse, signAgain: (token: string) => string): void {
  const { end } = response;
  response.end = (...given: unknown[]) => {
    const [body] = given;
    if (typeof body !== 'string' && !Buffer.isBuffer(body)) return Reflect.apply(end, response, given);
    const answer = JSON.parse(String(body));
    if (answer.id_token) answer.id_token = signAgain(answer.id_token);
    const text = JSON.stringify(answer);
    if (!response.headersSent) response.setHeader('content-length', Buffer.byteLength(text));
    return Reflect.apply(end, response, [text]);
  };
}
