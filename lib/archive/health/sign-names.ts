/** What wants a look at a door; several may hold at once. Apart from the schema, which would bring zod into the browser. */
export const doorSigns = ['silent', 'failed', 'partial', 'gaps', 'clock'] as const;
export type DoorSign = (typeof doorSigns)[number];
