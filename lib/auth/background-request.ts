import type { RequestFacts } from './request';

const header = 'x-doordesk-background';
const cookie = 'doordesk-background';

/** Headers of a request that a page makes by itself: an open tab must not keep a session alive. */
export const inBackground = { [header]: '1' };

/**
 * The same for the router's requests, which take no header of ours: a value for `document.cookie`, set just before one.
 * It lasts a second, so what a person asks for next is not taken for the page's own.
 */
export const inBackgroundForNow = `${cookie}=1; path=/; max-age=1; samesite=strict`;

export function isInBackground(request: RequestFacts): boolean {
  return request.headers.get(header) !== null || request.cookie(cookie) !== undefined;
}
