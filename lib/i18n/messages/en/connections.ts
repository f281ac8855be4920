export const connections = {
  title: 'Connections',
  intro: 'Vendor accounts that Doordesk may use while no one is signed in.',
  own: 'This workspace’s own account',
  add: 'Connect another account',
  addTitle: 'Connect another account',
  addText:
    'Its buildings and rooms join those of this workspace, for everyone who may see them. The cloud checks the password. Then Doordesk keeps it, encrypted, until you remove the connection.',
  addAccount: 'Account',
  addRole: 'Role of this account',
  addConfirm: 'Check and connect',
  states: {
    none: 'Not connected',
    connected: 'Connected',
    doubted: 'In doubt',
    parked: 'Parked',
    paused: 'Paused',
  },
  meaning: {
    none: 'Doordesk reads rooms and events, and works on jobs, only while someone is signed in with this account. If you connect it, all of this goes on while no one is signed in. For this, Doordesk keeps the password, encrypted, in its database until you remove the connection. Signing out does not delete it.',
    connected: 'Doordesk reads rooms and events, and works on jobs, also while no one is signed in.',
    doubted:
      'The cloud refused the password. Doordesk checks it again for 10 minutes, and sends nothing else with it.',
    parked:
      'The cloud refused the password three times, so Doordesk sends nothing with it. If it has changed, enter the new one. If the account has another role now, remove this connection and connect the account with that role. The password stays encrypted until you remove the connection.',
    paused: 'Doordesk sends nothing with this connection until you resume it. The password stays encrypted.',
  },
  facts: {
    since: { doubted: 'In doubt since', parked: 'Parked', paused: 'Paused', none: 'Removed' },
    connected: 'Connected',
    by: 'Connected by',
    lastGood: 'Last good call',
    none: 'none yet',
  },
  connect: 'Connect this account',
  manage: 'Manage connections',
  pause: 'Pause',
  resume: 'Resume',
  newPassword: 'Enter a new password',
  remove: 'Remove connection',
  removeTitle: 'Remove the connection of {account}?',
  removeOtherText:
    'The encrypted password is deleted at once, and Doordesk stops its calls within 5 seconds. Rooms that only this account lists leave the workspace. Archived events stay. Its doorcodes stay valid at the doors. The database’s log and your backups can hold the password, encrypted, for longer.',
  removeText:
    'The encrypted password is deleted at once, and Doordesk stops its calls within 5 seconds. Jobs wait for a sign-in or another connection. Archived events stay. The database’s log and your backups can hold the password, encrypted, for longer.',
  firstTitle: 'Connect {account}',
  firstText:
    'Type the password of this account. The cloud checks it. Then Doordesk keeps it, encrypted, until you remove the connection.',
  passwordTitle: 'New password of {account}',
  passwordText: 'The cloud checks it. Then Doordesk keeps it, encrypted, in place of the old one.',
  passwordResumes: 'The paused connection also works again then.',
  passwordConfirm: 'Check and connect',
  password: 'Password',
  passwordWrong: 'The cloud does not accept this password.',
  notice: {
    parked: 'The cloud refuses the password of {account}',
    parkedUnnamed: 'The cloud refuses the password of a connected account',
    parkedText:
      'Doordesk sends nothing with this account until it has the new password. Rooms and events that only this account sees are not read. Jobs and new doorcodes that need it wait; other changes are not made.',
    enter: 'Enter the new password',
    none: 'This workspace has no working connection to make changes through',
    noneText:
      'Jobs and new doorcodes wait for a connection. Other changes are not made. Doordesk reads rooms and events only while someone is signed in with {account}.',
    noneClosed:
      'Jobs and new doorcodes wait for a connection, and nothing is read. Other changes are not made. The vendor sign-in to this workspace is closed.',
    open: 'Connections',
    askOwner: 'Ask an owner of the workspace to have the account connected.',
    ask: 'Ask {names} to {remedy, select, password {enter the new password} resume {resume the connection} either {enter the new password or resume the connection} other {connect the account}}.',
    askHolder:
      'Ask the holder of {account} to {remedy, select, password {sign in and enter the new password} resume {sign in and resume the connection} either {sign in, and enter the new password or resume the connection} other {sign in or connect it}}.',
    why: {
      parked: 'The cloud refuses the password of {account}. The new one has to be entered.',
      parkedUnnamed: 'The cloud refuses the password of a connected account. The new one has to be entered.',
      paused: 'The connection of {account} is paused until a person resumes it.',
      pausedUnnamed: 'A connection is paused until a person resumes it.',
    },
  },
  mail: {
    subject: 'The cloud refuses the password of {account}',
    text: 'Hello {name},\n\nThe cloud refuses the password of {account}. Doordesk sends nothing with this account until it has the new password. Rooms and events that only this account sees are not read. Jobs and new doorcodes that need it wait; other changes are not made.\n\nEnter the new password here:\n\n{address}\n',
  },
  done: {
    connect: '{account} is connected.',
    add: '{account} is connected.',
    addKnown: '{account} is connected. The cloud takes {typed} for the same account.',
    pause: 'The connection of {account} is paused.',
    resume: 'The connection of {account} works again.',
    remove: 'The connection of {account} was removed.',
    password: '{account} is connected with the new password.',
  },
} as const;
