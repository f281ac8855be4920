import type { RequestFacts } from './request';

const header = 'x-doordesk-background';
const cookie = 'doordesk-background';

/** Headers of a request that a page makes by itself: an open tab must not keep a session alive. */
export const inBackground = { [header]: '1' };

/**
 * The same for the router's requests, which take no header of ours: a value for `document.cookie`, set just before a
 * refresh. It lasts until the links of the refreshed page are prefetched. Lists of running jobs refresh every three
 * seconds, so it must end before the next: what a person asks for in between counts.
 */
export const inBackgroundForNow = `${cookie}=1; path=/; max-age=2; samesite=strict`;

export function isInBackground(request: RequestFacts): boolean {
  return request.headers.get(header) !== null || request.cookie(cookie) !== undefined;
}
