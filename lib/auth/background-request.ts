/** Marks requests that a page makes by itself: an open tab must not keep a session alive. */
export const backgroundHeader = 'x-doordesk-background';

export const inBackground = { [backgroundHeader]: '1' };
