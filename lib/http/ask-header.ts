/** Asks whether an export is refused, without making it: a link would save the refusal as a file, or nothing. */
export const askHeader = 'x-doordesk-ask';
