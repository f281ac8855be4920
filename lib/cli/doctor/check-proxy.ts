import { type IncomingHttpHeaders, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { hostHeader } from '../serving/own-address';
import { type Finding, failed, ok, skipped } from './finding';

const waitMs = 5_000;

/** Asks the running Doordesk at the address that people open how its requests arrive there. */
export async function checkProxy(own: URL): Promise<Finding> {
  const answer = await askHealth(own).catch(() => null);
  if (answer === null) {
    return skipped(
      'proxy',
      `nothing answers at ${own.origin} (NEXTAUTH_URL): start Doordesk, then ask again`,
    );
  }
  const told = answer[hostHeader];
  if (told === 'own') return ok('proxy', `requests to ${own.origin} arrive under that name`);
  if (told === undefined) {
    return failed(
      'proxy',
      `what answers at ${own.origin} (NEXTAUTH_URL) is no Doordesk of this version`,
      'Check NEXTAUTH_URL, and where the proxy at that address leads to.',
    );
  }
  return failed(
    'proxy',
    `requests to ${own.origin} arrive under another name: the proxy does not pass Host on`,
    'nginx: proxy_set_header Host $host;',
    'Apache: ProxyPreserveHost On',
    'Caddy passes it on by itself: take "header_up Host" out.',
  );
}

function askHealth(own: URL): Promise<IncomingHttpHeaders> {
  const request = own.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    // Nothing secret is sent, so a certificate of the user's own will do.
    const sent = request(new URL('/api/health', own), { rejectUnauthorized: false }, (response) => {
      response.resume();
      resolve(response.headers);
    });
    sent.setTimeout(waitMs, () => sent.destroy(new Error('no answer in time')));
    sent.on('error', reject).end();
  });
}
