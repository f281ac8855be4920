/**
 * What every answer forbids, whoever makes it: set by the server itself (`lib/cli/serve.ts`), so that no page, handler,
 * file or error can be without. `proxy.ts` adds what pages alone have, a policy with a nonce.
 */
const everywhere = {
  // Browsers heed this over https alone.
  'Strict-Transport-Security': 'max-age=31536000',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  // Own pages tell each other; nobody else learns which room or person somebody was looking at.
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-DNS-Prefetch-Control': 'off',
  'Permissions-Policy':
    'accelerometer=(), browsing-topics=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()',
};

/** The policy of what is no page. */
export const policyOfData = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Answers of handlers are data: whatever a browser takes one for, nothing in it runs, and nothing is stored. */
const ofHandlers = {
  ...everywhere,
  'Content-Security-Policy': policyOfData,
  'Cache-Control': 'no-store',
};

/** The headers of an answer, before whoever makes it adds its own. `path`: as the browser asked for it. */
export function securityHeaders(path: string): Readonly<Record<string, string>> {
  return path.startsWith('/api/') ? ofHandlers : everywhere;
}
