import { type IncomingHttpHeaders, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { hostHeader } from '../serving/own-address';
import { type Finding, failed, ok, skipped } from './finding';

const waitMs = 5_000;

/** Asks the running Doordesk, at its public address, how requests arrive there. */
export async function checkProxy(own: URL): Promise<Finding> {
  const answer = await askHealth(own).catch(() => null);
  if (answer === null) {
    return skipped(
      'proxy',
      `nothing answers at ${own.origin} (NEXTAUTH_URL): start Doordesk, then ask again`,
    );
  }
  const host = answer[hostHeader];
  if (host === 'own') return ok('proxy', `requests to ${own.origin} arrive under that name`);
  if (host === undefined) {
    return failed(
      'proxy',
      `what answers at ${own.origin} (NEXTAUTH_URL) is not a Doordesk of this version`,
      'Check NEXTAUTH_URL, and where the proxy at that address leads to.',
    );
  }
  return failed(
    'proxy',
    `requests to ${own.origin} arrive under another name: the proxy does not pass Host on`,
    'nginx: proxy_set_header Host $host;',
    'Apache: ProxyPreserveHost On',
    'Caddy passes it on by default: remove "header_up Host".',
  );
}

function askHealth(own: URL): Promise<IncomingHttpHeaders> {
  const request = own.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    // Nothing secret is sent, so a certificate of the user's own is accepted.
    const sent = request(new URL('/api/health', own), { rejectUnauthorized: false }, (response) => {
      response.resume();
      resolve(response.headers);
    });
    sent.setTimeout(waitMs, () => sent.destroy(new Error('no answer in time')));
    sent.on('error', reject).end();
  });
}
