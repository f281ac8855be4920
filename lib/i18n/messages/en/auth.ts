export const auth = {
  tagline: 'Buildings, rooms, doorcodes and door events of your doordeer intercoms.',
  signIn: {
    title: 'Sign in',
    account: 'Account',
    accountHint: 'Usually the email address you signed up with.',
    password: 'Password',
    role: 'Sign in as',
    unsure: 'I am not sure',
    unsureHint: 'All three are tried. They count as three tries.',
    unsureWrong: {
      title: 'The account or password is wrong',
      text: 'The cloud refused them in all three roles. These were {tried, number} of at most {most, number} wrong tries in 15 minutes. Check both before you try again.',
    },
    unsureFew: {
      title: 'Too few tries are left to try all roles',
      text: '{left, plural, one {# try is} other {# tries are}} left, and the {roles, number} roles need one each. Nothing was sent. Choose your role and try again.',
    },
    submit: 'Sign in',
    forgot: 'Forgot password?',
    noAccount: 'No account yet?',
    register: 'Sign up',
    showPassword: 'Show the password',
    hidePassword: 'Hide the password',
    minutes: '{minutes, plural, one {Wait 1 more minute.} other {Wait # more minutes.}}',
    until: 'The cloud accepts requests for this account again at {time}.',
    unsent: 'Doordesk did not answer. Check your connection and try again.',
  },
  roleHints: {
    manager: 'You run whole buildings.',
    landlord: 'You own rooms, or a landlord made you room master.',
    tenant: 'You live in a room, or a room is shared with you.',
  },
  ended: {
    'signed-out': 'You have signed out.',
    'ended-elsewhere': 'You ended this session from another session. Sign in again to continue.',
    idle: 'You were signed out after an hour without use.',
    expired: 'You were signed out: a session lasts at most a day.',
    'password-changed':
      'The cloud no longer accepts the password that you signed in with. If you changed it, sign in with the new one.',
    upgraded: 'Doordesk was updated, and older sessions have ended. Sign in again.',
    throttled: 'The password was wrong too often, so this session was ended. Sign in again.',
    removed: 'You are no longer a member of this workspace. Ask one of its owners if that surprises you.',
    'sign-in-closed':
      'An owner closed this workspace to sign-ins with the vendor account. Sign in as a member.',
    'oidc-only':
      'This workspace is entered with your organisation’s sign-in only. Sign in again, in that way.',
    'too-many':
      'This account was signed in at more than 20 places, so the session that was unused the longest was ended. Sign in again.',
  },
  register: {
    title: 'Sign up',
    intro: 'You sign up with doordeer’s cloud. Doordesk does not store what you enter here.',
    email: 'Email address',
    emailHint: 'This becomes your account’s name. doordeer may send a message here to activate it.',
    phone: 'Mobile phone',
    password: 'Password',
    passwordHint: 'At least 8 characters. Several words that do not belong together make a strong password.',
    repeated: 'Password again',
    role: 'You are',
    language: 'Language of doordeer’s messages',
    submit: 'Sign up',
    haveAccount: 'Already have an account?',
    toSignIn: 'Go to sign-in',
    strength: 'Strength: {strength}',
    strengths: { weak: 'weak', fair: 'fair', good: 'good', strong: 'strong' },
    otherRoles: 'Other roles cannot sign up here. Ask the people who run this Doordesk.',
    closed: {
      title: 'You cannot sign up here',
      text: 'Ask the people who run this Doordesk for an account.',
    },
    done: {
      title: 'The cloud has received your sign-up',
      text: 'If {email} is new, look for a message from doordeer there, follow it, then sign in. If it already has an account, nothing was changed: sign in, or ask for a new password.',
    },
    refused: {
      missing: {
        title: 'The cloud says that something is missing',
        text: 'You were not signed up. Some clouds also ask for a mobile phone number: fill it in and try again.',
      },
      unknown: {
        title: 'It is not known whether you are signed up',
        text: 'The cloud’s answer was lost. Look for a message from doordeer in your mailbox, or try to sign in, before you sign up again.',
      },
    },
  },
  forgot: {
    title: 'Forgot password',
    intro:
      'doordeer’s cloud sends you what you need to set a new password. Doordesk never sees the new password.',
    account: 'Account',
    by: 'Send it by',
    email: 'Email',
    phone: 'Text message to my mobile phone',
    submit: 'Send',
    back: 'Back to sign-in',
    done: {
      title: 'The cloud has received your request',
      email:
        'If {account} is an account, a message is on its way to its mailbox. Look in the spam folder too. If none arrives, check the spelling.',
      phone:
        'If {account} is an account with a mobile phone number, a message is on its way to it. If none arrives, check the spelling, or try email.',
    },
    refused: {
      missing: {
        title: 'The cloud says that something is missing',
        text: 'Nothing was sent. Check the account and try again.',
      },
      badEmail: {
        title: 'The cloud does not accept this email address',
        text: 'Nothing was sent. Write it as name@example.com.',
      },
      unknown: {
        title: 'It is not known whether a message was sent',
        text: 'The cloud’s answer was lost. Wait a few minutes for the message before you ask again.',
      },
    },
  },
  prompt: {
    title: 'Type your password again',
    text: 'This step needs the password that you signed in with. You will not be asked again for 10 minutes.',
    password: 'Password',
    submit: 'Continue',
    wrong: 'This is not the password that you signed in with.',
  },
} as const;
