import type { ErrorCode } from '../errors';

/** `status` 0: no answer arrived. */
export type RouteAnswer<Body> =
  | { ok: true; body: Body; status: number }
  | { ok: false; code: ErrorCode; status: number };

/**
 * What one of our own handlers answered, of the type that it sends. Never throws: without an answer the code is `lost`. The caller
 * knows whether it gave the request up itself.
 */
export async function readAnswer<Body>(
  sent: Promise<Response>,
  lost: ErrorCode = 'unexpected',
): Promise<RouteAnswer<Body>> {
  try {
    const response = await sent;
    const { status } = response;
    const body: unknown = await response.json();
    // The types of our own handlers' answers. A schema would cost every page zod in the browser.
    return response.ok ? { ok: true, body: body as Body, status } : { ok: false, code: codeIn(body), status };
  } catch {
    return { ok: false, code: lost, status: 0 };
  }
}

/** For `fetch`: a question in JSON that is too long for an address. */
export function jsonRequest(body: string, signal?: AbortSignal): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body,
    ...(signal ? { signal } : {}),
  };
}

/** The code of a refusal. */
export function codeIn(body: unknown): ErrorCode {
  const code = typeof body === 'object' && body !== null && 'error' in body ? body.error : null;
  // Our own handlers send only codes. One of a newer version gets the texts of `unexpected`.
  return typeof code === 'string' && /^[a-z-]{3,40}$/.test(code) ? (code as ErrorCode) : 'unexpected';
}
