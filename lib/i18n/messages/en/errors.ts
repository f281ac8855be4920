import type { ErrorCode } from '@/lib/errors';

/** What happened, then what it means and what to do. A code without words is a type error. */
export const errors = {
  codes: {
    'invalid-input': {
      title: 'Some of what was entered cannot be used',
      text: 'Nothing was changed. Look at the notes at the fields and correct them.',
    },
    'signed-out': {
      title: 'You are signed out',
      text: 'The session has ended, so nothing was done. Sign in again and repeat the step.',
    },
    'not-found': {
      title: 'It is not there',
      text: 'It does not exist, or it belongs to another account. Go back and choose from the list.',
    },
    'not-allowed': {
      title: 'Your role does not allow this',
      text: 'Nothing was changed. Ask the property manager or the room’s landlord to do it.',
    },
    'password-needed': {
      title: 'Type your password again',
      text: 'This step needs a password typed within the last 10 minutes. Nothing was done yet.',
    },
    'wrong-password': {
      title: 'The account or password is wrong',
      text: 'Nothing was done. Check both, and the role, and try again.',
    },
    throttled: {
      title: 'Too many tries',
      text: 'To protect the account, further tries are refused for up to 15 minutes. Wait, then try again.',
    },
    conflict: {
      title: 'Somebody else changed it meanwhile',
      text: 'Your change was not made. Reload to see how it stands now, then decide again.',
    },
    'file-withdrawn': {
      title: 'The stored file was removed',
      text: 'It held events of other rooms. Export again to get the events of your own rooms.',
    },
    'exports-busy': {
      title: 'Too many exports at once',
      text: 'Nothing was exported. Wait until one of the running exports is done, then try again.',
    },
    'too-large': {
      title: 'It is too large',
      text: 'Nothing was taken. Choose a smaller file or fewer rows and try again.',
    },
    'audit-unavailable': {
      title: 'The audit log could not be written',
      text: 'Without a record nothing is changed, so nothing was done. Try again; if it stays, tell your administrator.',
    },
    'database-unavailable': {
      title: 'Doordesk’s own database does not answer',
      text: 'Nothing could be read or saved. Try again shortly; if it stays, tell your administrator.',
    },
    'database-full': {
      title: 'Doordesk’s own database has no room left',
      text: 'What is stored can be read; nothing can be added. Your administrator has to make room on its disk. Reading events goes on by itself then.',
    },
    'outcome-unknown': {
      title: 'It is not known whether it happened',
      text: 'The cloud’s answer was lost. Do not repeat the step yet: reload, and see whether the change is there.',
    },
    'connection-lost': {
      title: 'The connection to Doordesk broke off',
      text: 'It is not known whether the step was done. What you entered is still here: see in another tab how things stand, then try again.',
    },
    stopping: {
      title: 'Doordesk is restarting',
      text: 'Nothing was done. Try again in a few seconds.',
    },
    'wrong-address': {
      title: 'This is not the address of Doordesk',
      text: 'Nothing was done. Open {address} and repeat the step there.',
    },
    unexpected: {
      title: 'Something went wrong on our side',
      text: 'The step may not have been done. Reload to see how things stand before you repeat it.',
    },
    'cloud-garbled': {
      title: 'The cloud’s answer could not be decrypted',
      text: 'The key or the framing does not fit this cloud. Your administrator can find out which with “npm run doctor”.',
    },
    'cloud-nonsense': {
      title: 'The cloud answered something unexpected',
      text: 'Its answer does not have the shape that its document promises, so it was not used. Try again; if it stays, tell your administrator.',
    },
    'cloud-unreachable': {
      title: 'The cloud cannot be reached',
      text: 'The request was never sent, so nothing was changed. Check the network and try again.',
    },
    'cloud-timeout': {
      title: 'The cloud took too long',
      text: 'No answer came in time. Anything read is shown as last known; try again in a moment.',
    },
    'cloud-dropped': {
      title: 'The connection to the cloud broke off',
      text: 'No answer arrived. Anything read is shown as last known; try again in a moment.',
    },
    'cloud-busy': {
      title: 'The cloud is busy',
      text: 'It asked for fewer requests. Doordesk slows down by itself. Try again a little later.',
    },
    'cloud-http-error': {
      title: 'The cloud has a fault of its own',
      text: 'It answered with an error and gave no facts. Try again in a few minutes.',
    },
    'cloud-undocumented': {
      title: 'The cloud answered with a code that its document does not explain',
      text: 'It may be in maintenance. The answer was not used. Try again in a few minutes; if it stays, tell your administrator.',
    },
    'cloud-in-doubt': {
      title: 'The cloud refused this account’s password',
      text: 'Nothing was done. Doordesk checks the password again for 10 minutes; until then you see what is known. If you changed the password, sign in with the new one.',
    },
    'cloud-list-in-doubt': {
      title: 'The cloud lists no doors any more',
      text: 'No change was sent. You see what was last known. An empty list is believed when the cloud gives it again, at least a minute later.',
    },
    'cloud-list-outdated': {
      title: 'Waits for the device list',
      text: 'The device list is more than 5 minutes old, and a room may have been taken away since. Doordesk reads the list again by itself. Then this goes on.',
    },
    'cloud-aborted': {
      title: 'The request was called off',
      text: 'It was stopped before an answer came, for instance because the page was left. Try again if you still need it.',
    },
    'refused-failure': {
      title: 'The cloud refused',
      text: 'It gave no reason, and nothing was changed. Check that the room, the door and the account fit together, then try again.',
    },
    'refused-missing-parameter': {
      title: 'The cloud misses a detail',
      text: 'It asked for something this request did not carry; nothing was changed. Tell your administrator.',
    },
    'refused-wrong-credentials': {
      title: 'The cloud no longer accepts your sign-in',
      text: 'Account or password is wrong there. Sign in again; if the password was changed elsewhere, use the new one.',
    },
    'refused-not-activated': {
      title: 'The account is not activated yet',
      text: 'The cloud has signed it up and sent an email. Open the link in it, then sign in.',
    },
    'refused-already-activated': {
      title: 'The account exists and is active',
      text: 'There is nothing to sign up. Sign in with it, or have the password reset.',
    },
    'refused-empty-list': {
      title: 'The list was empty',
      text: 'The cloud takes only a list with at least one entry; nothing was changed. Add one and save again.',
    },
    'refused-door-not-yours': {
      title: 'The door is not one of this account’s',
      text: 'The cloud refused and nothing was changed. Reload: the door may have been taken off the account.',
    },
    'refused-no-such-door': {
      title: 'The cloud does not know this door',
      text: 'Nothing was changed. Reload: the door may have been replaced or removed.',
    },
    'refused-no-such-channel': {
      title: 'The cloud does not know this room at that door',
      text: 'Nothing was changed. Reload: the room may have been renumbered or removed.',
    },
    'refused-not-landlord': {
      title: 'Only the room’s landlord or manager can do this',
      text: 'The cloud says that this account is not one; nothing was changed. Ask the landlord or the manager.',
    },
    'refused-not-master': {
      title: 'Only the room master can do this',
      text: 'The cloud says that this account is not the master of this room; nothing was changed. Ask the room master.',
    },
    'refused-wrong-account': {
      title: 'The cloud does not know that account',
      text: 'Nothing was changed. Check the spelling; the person must have registered with doordeer first.',
    },
    'refused-wrong-action': {
      title: 'The cloud does not know this change',
      text: 'It refused and nothing was changed. Tell your administrator.',
    },
    'refused-already-shared': {
      title: 'The room is shared with this account already',
      text: 'Nothing needed to be changed.',
    },
    'refused-no-such-share': {
      title: 'There is no such share',
      text: 'The room was not shared with this account, or no longer is. Nothing needed to be changed.',
    },
    'refused-no-such-doorcode': {
      title: 'There is no such doorcode',
      text: 'It was revoked or has run out already, so it opens nothing. Reload to see the list as it is.',
    },
    'refused-no-such-account': {
      title: 'The cloud does not know this account',
      text: 'Nothing was sent. Check the spelling, and whether it is the email address or the phone number.',
    },
    'refused-bad-email': {
      title: 'The email address is not one',
      text: 'Nothing was sent. Write it as name@example.com.',
    },
    'refused-picture-format': {
      title: 'The cloud does not take this kind of picture',
      text: 'The picture was not changed. Use a JPG or a PNG.',
    },
    'refused-picture-unreadable': {
      title: 'The cloud could not read the picture',
      text: 'The picture was not changed. Save it again as JPG or PNG and try again.',
    },
  } satisfies Record<ErrorCode, { title: string; text: string }>,
  /** Words next to fields; a schema's message is one of these keys. */
  fields: {
    required: 'Fill this in.',
    tooLong: 'This is too long.',
    badEmail: 'Write it as name@example.com.',
    badPhone: 'Write the number with digits, such as +86 138 0000 0000.',
    badDate: 'Choose a day that exists.',
    badTime: 'Choose a time between 00:00 and 23:59.',
    badWindow: 'The end must be after the beginning.',
    badChoice: 'Choose one of the list.',
    badNumber: 'Write a number.',
    passwordTooShort: 'Use at least 8 characters.',
    passwordsDiffer: 'The two passwords are not the same.',
    noSuchRoom: 'There is no such room.',
    invalid: 'This cannot be used.',
  },
} as const;
