import type { ServerResponse } from 'node:http';

/** Set by the server (`lib/cli/serving/server.ts`), so that no answer is without them. `proxy.ts` adds the policy of pages. */
const everywhere = {
  // Browsers obey this over https only.
  'Strict-Transport-Security': 'max-age=31536000',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  // Other sites must not learn which room or person was on the page.
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-DNS-Prefetch-Control': 'off',
  'Permissions-Policy':
    'accelerometer=(), browsing-topics=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()',
};

export const policyOfData = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Whatever type a browser takes this data for, nothing in it runs. */
const ofHandlers = { ...everywhere, 'Content-Security-Policy': policyOfData };

/** Call before other headers are set. A handler's own caching header stays; without one, nothing is stored. */
export function setSecurityHeaders(response: ServerResponse, path: string): void {
  const isData = path.startsWith('/api/');
  for (const [name, value] of Object.entries(isData ? ofHandlers : everywhere))
    response.setHeader(name, value);
  if (!isData) return;
  const { writeHead } = response;
  response.writeHead = (...head: unknown[]) => {
    if (!response.hasHeader('Cache-Control')) response.setHeader('Cache-Control', 'no-store');
    return Reflect.apply(writeHead, response, head);
  };
}
