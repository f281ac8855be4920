/** What the server says by itself, before any page is drawn. */
export const outage = {
  database: {
    title: 'Doordesk’s own database does not answer',
    text: 'Nothing was changed. This page tries again every few seconds. If this continues, tell your administrator.',
  },
  stopping: {
    title: 'Doordesk is restarting',
    text: 'Nothing was changed. This page tries again every few seconds.',
  },
  unknown: {
    title: 'It is not known whether it happened',
    text: 'Doordesk was cut off from its database, or is restarting. Do not repeat the step yet: check first whether the change is there.',
  },
  address: {
    title: 'This is not the address of Doordesk',
    text: 'Nothing was done. Open {address} and repeat the step there.',
  },
  tooLarge: {
    title: 'It is too large',
    text: 'Nothing was done. Send less at once and try again.',
  },
  busy: {
    title: 'Doordesk is receiving too much at once',
    text: 'Nothing was done. Try again in a few seconds.',
  },
  unreadable: {
    title: 'Doordesk cannot read this request',
    text: 'Nothing was done. Reload the page and repeat the step.',
  },
  signedOut: {
    title: 'You are signed out',
    text: 'Nothing was done. Sign in again and repeat the step.',
  },
  again: 'Try again',
};
