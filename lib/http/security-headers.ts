import type { ServerResponse } from 'node:http';

/**
 * Set by the server (`lib/cli/serving/server.ts`), so that no answer is without them.
 * `lib/cli/serving/page-request.ts` adds the policy of pages.
 */
const everywhere = {
  // Browsers obey this over https only.
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
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
export const headersOfData = { ...everywhere, 'Content-Security-Policy': policyOfData };

/** For answers that set none of their own. Set late, because Next drops a handler's header if the answer has one already. */
const defaults = { 'Content-Security-Policy': policyOfData, 'Cache-Control': 'no-store' };

/** Call before other headers are set. */
export function setSecurityHeaders(response: ServerResponse): void {
  for (const [name, value] of Object.entries(everywhere)) response.setHeader(name, value);
  const { writeHead } = response;
  response.writeHead = (...head: unknown[]) => {
    for (const [name, value] of Object.entries(defaults))
      if (!response.hasHeader(name)) response.setHeader(name, value);
    return Reflect.apply(writeHead, response, head);
  };
}
