import type { Secret } from '../secret';

/** How the encrypted text is sent. The vendor's document does not say, so settings choose. */
export type Framing = {
  requestField?: string | undefined;
  basicAuth?: Secret | undefined;
};

export type FramedRequest = { body: string; headers: Record<string, string> };

export function plainHeaders({ basicAuth }: Framing): Record<string, string> {
  const headers: Record<string, string> = { accept: '*/*', 'user-agent': 'Doordesk' };
  const credentials = basicAuth?.reveal() ?? '';
  if (credentials !== '') {
    headers.authorization = `Basic ${Buffer.from(credentials, 'utf8').toString('base64')}`;
  }
  return headers;
}

export function frameRequest(text: string, framing: Framing): FramedRequest {
  const headers = plainHeaders(framing);
  if (framing.requestField) {
    headers['content-type'] = 'application/x-www-form-urlencoded';
    // base64's + and = must be escaped, because a form reads a bare + as a blank.
    return { body: new URLSearchParams([[framing.requestField, text]]).toString(), headers };
  }
  headers['content-type'] = 'text/plain; charset=utf-8';
  return { body: text, headers };
}
