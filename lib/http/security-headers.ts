import type { ServerResponse } from 'node:http';

/**
 * What every answer forbids, whoever makes it: set by the server itself (`lib/cli/serving/server.ts`), so that no page, handler,
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

/** Answers of handlers are data: whatever a browser takes one for, nothing in it runs. */
const ofHandlers = { ...everywhere, 'Content-Security-Policy': policyOfData };

/**
 * Sets the headers of an answer before whoever makes it adds its own. `path`: as the browser asked for it. What a handler
 * says of keeping its answer stands; one that says nothing is not stored.
 */
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
