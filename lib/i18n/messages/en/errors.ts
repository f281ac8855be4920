import type { ErrorCode } from '@/lib/errors';

/** What happened, then what it means and what to do. A code without words is a type error. */
export const errors = {
  codes: {
    'invalid-input': {
      title: 'Some entries are not valid',
      text: 'Nothing was changed. Correct the marked fields and try again.',
    },
    'signed-out': {
      title: 'You are signed out',
      text: 'The session has ended, so nothing was done. Sign in again and repeat the step.',
    },
    'other-workspace': {
      title: 'This tab shows another workspace or person',
      text: 'A sign-in or a switch in another tab changed who is here. Nothing was done in this tab.',
    },
    'not-found': {
      title: 'Not found',
      text: 'It does not exist, or you may not see it. Go back and choose from the list.',
    },
    'not-allowed': {
      title: 'Not allowed here',
      text: 'Nothing was changed. The account’s role here or your rights as a member do not allow it. Ask the property manager, the room’s landlord or an owner of the workspace to do it.',
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
    'no-connection': {
      title: 'Doordesk has no working connection to the cloud here',
      text: 'Nothing was sent. A member who may manage connections can connect the account, enter its new password or resume the connection.',
    },
    'connection-stopped': {
      title: 'The connection that this needs does not work now',
      text: 'Nothing was sent. Other connections cannot do it: only the account that made a doorcode can revoke it, for example. A member who may manage connections can resume the connection, enter its new password or connect the account again.',
    },
    'viewing-as': {
      title: 'You are looking as someone else',
      text: 'Nothing was done: this view only shows. End it to make changes yourself.',
    },
    'approval-needed': {
      title: 'Waits for a second member',
      text: 'Another member who may approve has to agree first. The request is on the page Approvals.',
    },
    'sign-in-closed': {
      title: 'This workspace takes no vendor sign-ins',
      text: 'An owner has closed it to sign-ins with the vendor account. Sign in as a member.',
    },
    'vendor-closed': {
      title: 'It was stopped: the vendor sign-in ordered it',
      text: 'An owner closed the vendor sign-in to this workspace, so nothing further is done for it. If it is still needed, order it again as a member. Edit and save a schedule to let it run for you.',
    },
    'member-stopped': {
      title: 'It was stopped: the member who ordered it may not do this any more',
      text: 'The member was removed or has lost the right, so nothing further is done for it. If it is still needed, order it again yourself.',
    },
    'identity-needed': {
      title: 'Show again who you are',
      text: 'This step needs a proof from within the last 10 minutes. Nothing was done yet.',
    },
    'wrong-passkey': {
      title: 'This passkey was not accepted',
      text: 'You are not signed in by it. It may have been removed here, or the request was older than 5 minutes. Try again, or choose another way.',
    },
    'passkey-unused': {
      title: 'No passkey was used',
      text: 'The browser’s question was closed, or this device has no passkey for Doordesk. Try again, or choose another way.',
    },
    'passkey-elsewhere': {
      title: 'This passkey was used at another address',
      text: 'A passkey works only at the address where it was made, so it was refused. Open Doordesk at its usual address and try again.',
    },
    'code-needed': {
      title: 'Type the code of your app',
      text: 'The password is right. Now type the 6 digits that your authenticator app shows, or a recovery code.',
    },
    'wrong-code': {
      title: 'The code is wrong or was used before',
      text: 'Wait for your app’s next code and type it. If codes are always refused, set the phone’s clock to automatic.',
    },
    'oidc-needed': {
      title: 'Use your organisation’s sign-in',
      text: 'All of your workspaces are entered in this way only. Choose it on the sign-in page.',
    },
    'no-workspace': {
      title: 'You are a member of no workspace',
      text: 'You were removed from the workspaces that you had. Ask an owner for a new invitation.',
    },
    'link-ended': {
      title: 'This link cannot be used any more',
      text: 'It was used, revoked or too old, and each link works once. Ask the person who sent it for a new one.',
    },
    'recovery-elsewhere': {
      title: 'The link cannot be used for you',
      text: 'You also belong to other workspaces, and an owner of one cannot replace your way to sign in to all. Sign in another way: with a recovery code or your organisation’s sign-in.',
    },
    'recovery-unsettled': {
      title: 'First keep one way to sign in only',
      text: 'A recovery link was used for you, and the person who made it may be able to sign in as you. You have joined nothing, and the invitation can still be used. Keep one way under “Your sign-in” in the settings, then open the invitation again.',
    },
    'already-member': {
      title: 'You are already a member of this workspace',
      text: 'Nothing was changed, and the invitation can still be used by another person.',
    },
    'name-taken': {
      title: 'Another person here has this name',
      text: 'Nothing was changed. The names of members differ from each other, from their sign-in names and from the vendor account, so that the audit log says who did what. Use another name. If you join with a sign-in that has this name, accept the invitation with a new one.',
    },
    'last-way': {
      title: 'This is your last way to sign in',
      text: 'Nothing was removed. Add another way first, then remove this one. Ways that no longer work do not count. A workspace that requires your organisation’s sign-in cannot be entered in another way.',
    },
    'identity-unknown': {
      title: 'No member has this sign-in',
      text: 'The issuer confirmed who you are, but no member here is linked with it. Ask for an invitation, or sign in another way and link it in the settings.',
    },
    'identity-taken': {
      title: 'Another member has this sign-in',
      text: 'Nothing was changed. Sign in with it to see whose it is, or choose another one.',
    },
    'issuer-failed': {
      title: 'Your organisation’s sign-in did not work',
      text: 'You are not signed in by it: the issuer did not answer, or its answer could not be trusted. Try again, or choose another way.',
    },
    'beyond-own': {
      title: 'You cannot give or change more than you have',
      text: 'Nothing was changed. Ask an owner who has all of these capabilities.',
    },
    'last-owner': {
      title: 'A workspace needs an owner',
      text: 'Nothing was changed. First let another member manage members.',
    },
    'approvers-needed': {
      title: 'The second pair of eyes needs two members who may approve',
      text: 'Nothing was changed. First let another member approve, or switch the second pair of eyes off.',
    },
    'oidc-owner-needed': {
      title: 'First let an owner link your organisation’s sign-in',
      text: 'Nothing was changed. A workspace that requires it needs an owner who can sign in with it. Another owner links it in their settings; or an owner allows other ways on the page “Members”.',
    },
    'member-needed': {
      title: 'Sign in as a member first',
      text: 'Nothing was changed. Only an owner who signed in as a member can close the vendor sign-in.',
    },
    'few-tries': {
      title: 'Too few tries are left to try all roles',
      text: 'Nothing was sent, and no try was used. Choose your role and try again.',
    },
    conflict: {
      title: 'Another person changed it in the meantime',
      text: 'Your change was not made. Reload to see the current state, then decide again.',
    },
    'file-withdrawn': {
      title: 'The stored file was removed',
      text: 'It contained events of other rooms. Export again to get the events of your own rooms.',
    },
    'exports-busy': {
      title: 'Too many exports at once',
      text: 'Nothing was exported. Wait until one of the running exports is done, then try again.',
    },
    'too-large': {
      title: 'It is too large',
      text: 'Nothing was saved. Choose a smaller file or fewer rows and try again.',
    },
    'audit-unavailable': {
      title: 'The audit log could not be written',
      text: 'Doordesk changes nothing without a record, so nothing was done. Try again. If this continues, tell your administrator.',
    },
    'database-unavailable': {
      title: 'Doordesk’s own database does not answer',
      text: 'Nothing could be read or saved. Try again shortly. If this continues, tell your administrator.',
    },
    'database-full': {
      title: 'Doordesk’s own database is full',
      text: 'Stored data can be read, but nothing can be added. Your administrator must free disk space. Doordesk then continues to read events.',
    },
    'database-read-only': {
      title: 'Doordesk’s own database takes no changes',
      text: 'Stored data can be read, but nothing can be added or changed. Your administrator must make the database writable again.',
    },
    'outcome-unknown': {
      title: 'It is not known whether it happened',
      text: 'The cloud’s answer was lost. Do not repeat the step yet: reload, and see whether the change is there.',
    },
    'connection-lost': {
      title: 'The connection to Doordesk broke off',
      text: 'It is not known whether the step was done. What you entered is still here. Check in another tab whether the step was done, then try again.',
    },
    stopping: {
      title: 'Doordesk is restarting',
      text: 'Nothing was done. Try again in a few seconds.',
    },
    busy: {
      title: 'Doordesk is receiving too much at once',
      text: 'Nothing was done. Try again in a few seconds.',
    },
    'wrong-address': {
      title: 'This is not the address of Doordesk',
      text: 'Nothing was done. Open {address} and repeat the step there.',
    },
    unexpected: {
      title: 'Something went wrong on our side',
      text: 'The step may not have been done. Reload and check before you repeat it.',
    },
    'cloud-garbled': {
      title: 'The cloud’s answer could not be decrypted',
      text: 'The key or the framing is not right for this cloud. Your administrator can find out which with “npm run doctor”.',
    },
    'cloud-nonsense': {
      title: 'The cloud gave an unexpected answer',
      text: 'The answer does not match the cloud’s document, so Doordesk did not use it. Try again. If this continues, tell your administrator.',
    },
    'cloud-unreachable': {
      title: 'The cloud cannot be reached',
      text: 'The request was never sent, so nothing was changed. Check the network and try again.',
    },
    'cloud-timeout': {
      title: 'The cloud took too long',
      text: 'No answer came in time. Try again in a moment.',
    },
    'cloud-dropped': {
      title: 'The connection to the cloud broke off',
      text: 'No answer arrived. Try again in a moment.',
    },
    'cloud-busy': {
      title: 'The cloud is busy',
      text: 'It asked for fewer requests. Doordesk slows down by itself. Try again a little later.',
    },
    'cloud-unavailable': {
      title: 'The cloud is not answering',
      text: 'It is down or being restarted. Try again in a few minutes.',
    },
    'cloud-not-found': {
      title: 'The cloud is not at its address',
      text: 'The server at this address does not know doordeer’s calls (404). Nothing was changed. Your administrator can check DOORDEER_URL with “npm run doctor”.',
    },
    'cloud-redirected': {
      title: 'The cloud points to another address',
      text: 'Doordesk does not follow, because passwords would go there. Nothing was changed. Your administrator can check DOORDEER_URL with “npm run doctor”.',
    },
    'cloud-web-page': {
      title: 'A web page answered in place of the cloud',
      text: 'A gateway, a proxy or a network’s sign-in page is in between. If this continues, your administrator can run “npm run doctor”.',
    },
    'cloud-http-error': {
      title: 'The cloud has a problem',
      text: 'It answered with an error. Try again in a few minutes.',
    },
    'cloud-undocumented': {
      title: 'The cloud answered with a code that its document does not explain',
      text: 'It may be in maintenance. The answer was not used. Try again in a few minutes. If this continues, tell your administrator.',
    },
    'cloud-in-doubt': {
      title: 'The cloud refused the account’s password',
      text: 'Nothing was done. After a first refusal, Doordesk checks the password again for 10 minutes. If it was changed, the new one has to be entered: at the sign-in, or under Connections.',
    },
    'cloud-disconnected': {
      title: 'The connection was paused or removed',
      text: 'Nothing was sent. Sign in with the account, or connect it again.',
    },
    'cloud-right-lost': {
      title: 'You were signed out, or may not do this any more',
      text: 'This happened while the change was being prepared, so it was not sent.',
    },
    'cloud-list-in-doubt': {
      title: 'The cloud no longer lists any doors',
      text: 'No change was sent. Doordesk accepts an empty list only if the cloud sends it again, at least a minute later.',
    },
    'cloud-list-outdated': {
      title: 'Waiting for the device list',
      text: 'The device list is more than 5 minutes old, and a room may have been removed since then. Doordesk reads the list again by itself, and then continues.',
    },
    'cloud-restored': {
      title: 'This copy of Doordesk does not ask the cloud yet',
      text: 'It was restored from a backup. Nothing was sent. Your administrator can allow it with “npm start -- --allow-cloud”, once no other copy runs.',
    },
    'cloud-aborted': {
      title: 'The request was cancelled',
      text: 'It was stopped before an answer came, for instance because the page was left. Try again if you still need it.',
    },
    'refused-failure': {
      title: 'The cloud refused',
      text: 'It gave no reason, and nothing was changed. Check that the room, the door and the account fit together, then try again.',
    },
    'refused-missing-parameter': {
      title: 'The request was incomplete',
      text: 'The cloud asked for more than Doordesk sent. Nothing was changed. Tell your administrator.',
    },
    'refused-wrong-credentials': {
      title: 'The cloud no longer accepts your sign-in',
      text: 'It says that the account or the password is wrong. Sign in again. If the password was changed elsewhere, use the new one.',
    },
    'refused-not-activated': {
      title: 'The account is not activated yet',
      text: 'The cloud has signed it up and sent an email. Open the link in it, then sign in.',
    },
    'refused-already-activated': {
      title: 'The account exists and is active',
      text: 'You do not need to sign up. Sign in, or ask for a new password.',
    },
    'refused-empty-list': {
      title: 'The list was empty',
      text: 'The cloud accepts only a list with at least one entry. Nothing was changed. Add one and save again.',
    },
    'refused-door-not-yours': {
      title: 'The door does not belong to this account',
      text: 'The cloud refused and nothing was changed. Reload: the door may have been removed from the account.',
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
      text: 'The cloud says that this account is neither. Nothing was changed. Ask the landlord or the manager.',
    },
    'refused-not-master': {
      title: 'Only the room master can do this',
      text: 'The cloud says that this account is not the master of this room. Nothing was changed. Ask the room master.',
    },
    'refused-wrong-account': {
      title: 'The cloud does not know that account',
      text: 'Nothing was changed. Check the spelling; the person must first sign up with doordeer.',
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
      text: 'It was revoked or has expired, so it opens nothing. Reload to see the current list.',
    },
    'refused-no-such-account': {
      title: 'The cloud does not know this account',
      text: 'Nothing was sent. Check the spelling, and whether it is the email address or the phone number.',
    },
    'refused-bad-email': {
      title: 'This is not an email address',
      text: 'Nothing was sent. Write it as name@example.com.',
    },
    'refused-picture-format': {
      title: 'The cloud does not accept this kind of picture',
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
    badChoice: 'Choose one from the list.',
    badNumber: 'Write a number.',
    passwordTooShort: 'Use at least 8 characters.',
    memberPasswordTooShort: 'Use at least 15 characters, such as four words that do not belong together.',
    nameTaken: 'Another member has this sign-in name. Choose another.',
    nameOfOther: 'A member or the vendor account already has this name here. Choose another name.',
    wrongCode: 'This code is wrong, was used before, or is too old. Type the next one.',
    passwordGuessed: 'This password is easy to guess. Use several words that do not belong together.',
    passwordsDiffer: 'The two passwords are not the same.',
    noSuchRoom: 'There is no such room.',
    nothingGiven: 'Choose at least one capability.',
    buildingMissing: 'Choose at least one building.',
    invalid: 'This cannot be used.',
  },
} as const;
