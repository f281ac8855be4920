/** Requests that a page makes by itself say so with this header, so that an open tab does not keep a session alive. */
export const backgroundHeader = 'x-doordesk-background';

/** The headers of such a request. */
export const inBackground = { [backgroundHeader]: '1' };
