/** Reasons to look at a door. Not in the schema, which would bring zod into the browser. */
export const doorSigns = ['silent', 'failed', 'partial', 'gaps', 'clock'] as const;
export type DoorSign = (typeof doorSigns)[number];
