export const jobs = {
  title: 'Jobs',
  intro: 'Changes made to many rooms at once, and how each of them ended.',
  introOf: 'Changes made to many rooms at once, and how each of them ended. {codesBy}.',
  columns: { what: 'Change', state: 'State', progress: 'Progress', started: 'Started', by: 'By' },
  emptyTitle: 'No jobs yet',
  emptyText:
    'Select rows in Room masters, Shares or Doorcodes and change them together. Each such change is a job.',
  kinds: {
    'assign-masters': 'Assign {master} as room master',
    'replace-masters': 'Make {master} the room master',
    'remove-masters': 'Remove room masters',
    'revoke-shares': 'Revoke shares',
    'revoke-doorcodes': 'Revoke doorcodes',
    'issue-doorcodes': 'Make the doorcode “{name}”',
  },
  search: 'Search account, master or doorcode',
  kindNames: {
    'assign-masters': 'Assign room masters',
    'replace-masters': 'Replace room masters',
    'remove-masters': 'Remove room masters',
    'revoke-shares': 'Revoke shares',
    'revoke-doorcodes': 'Revoke doorcodes',
    'issue-doorcodes': 'Make doorcodes',
  },
  states: {
    queued: 'Starting',
    running: 'In progress',
    waiting: 'Waiting',
    connection: 'Waits for a sign-in or a connection',
    stopped: 'Stopped',
    checking: 'Password being checked',
    approval: 'Waiting for approval',
    paused: 'Paused',
    done: 'Finished',
    cancelled: 'Cancelled',
  },
  steps: {
    pending: 'To do',
    running: 'In progress',
    verified: 'Done and verified',
    unverified: 'Done, not verified',
    failed: 'Failed',
    unknown: 'Unknown',
    skipped: 'Skipped',
  },
  stepColumns: {
    outcome: 'Outcome',
    what: 'What',
    room: 'Room',
    door: 'Door',
    cause: 'Cause, and what to do',
  },
  progress: '{done, number} of {total, number}',
  progressLabel: 'Progress',
  summary: {
    verified: '{count, number} done and verified',
    unverified: '{count, number} done, not verified',
    failed: '{count, number} failed',
    unknown: '{count, number} unknown',
    skipped: '{count, number} skipped',
    pending: '{count, number} to do',
  },
  outcomeHints: {
    verified: 'The cloud shows the change.',
    unverified: 'The cloud reported success. Doordesk could not confirm it yet.',
    failed: 'It did not happen.',
    unknown: 'The answer was lost, and Doordesk could not find out. Check before you repeat it.',
    skipped: 'Nothing was sent.',
  },
  already: 'No change was needed.',
  blocked: 'Left out: {reason}',
  readBack: 'Checked <time></time>.',
  foundNotThere: 'Checked: not there.',
  foundThere: 'Checked: it is there.',
  mayStillCome: 'Checked: not there yet. It may still take effect.',
  notShownYet: 'The cloud reported success, but its list does not show it yet. Read it again in a moment.',
  causes: {
    hasMaster: {
      title: 'The room has another master',
      text: 'Nothing was changed. Use “Replace” to make the new account room master instead.',
    },
    masterChanged: {
      title: 'Another account has become room master',
      text: 'Nothing was changed. Check who it is, then decide again.',
    },
    unverified: {
      title: 'It could not be confirmed',
      text: 'The cloud reported success. Checking it failed: {reason}.',
    },
    unknown: {
      title: 'The answer was lost',
      text: '{reason}, and Doordesk could not find out whether it was done. Check before you repeat it.',
    },
    interrupted: {
      title: 'Doordesk was interrupted at this step',
      text: 'The cloud shows no trace of the change. Try it again.',
    },
    lostFailed: {
      title: 'No proper answer came, and it was not done',
      text: 'The cloud shows that nothing has changed. Try it again.',
    },
  },
  waiting: {
    title: 'This job waits for a sign-in or a connection',
    text: 'The session or connection that it used has ended. Finished changes stay. Continue to make the other changes. A job of a connected account goes on while no one is signed in.',
    refusedTitle: 'The cloud refused the password',
    refusedText:
      'Sign in with the right one, or give the connection its new password. The rest then continues by itself.',
    listTitle: 'Waiting for the device list',
    listText:
      'The cloud suddenly lists no doors. No further change is sent until it lists them again, or sends an empty list again a minute later. The job then continues by itself.',
    outdatedTitle: 'Waiting for the device list',
    outdatedText:
      'The device list is more than 5 minutes old. No further change is sent until Doordesk has read it again. The job then continues by itself.',
    doubtTitle: 'The cloud refused the password',
    doubtText:
      'Doordesk checks the password again for 10 minutes. If the cloud accepts it, the rest continues by itself. If it was changed, the new one has to be entered: at the sign-in, or under Connections.',
    missingTitle: 'The remaining changes wait for a connection',
    missingText:
      'The connection that they need does not work now: it was paused or removed, the cloud refuses its password, or lists no doors for it. Finished changes stay. Doordesk tries the rest again every minute.',
    pausedTitle: 'This job is paused',
    pausedText: 'Finished changes stay. Nothing further is sent until you continue.',
    lostTitle: 'This job has stopped: its member may not do this any more',
    lostText:
      'The member who started it was removed or has lost the right. Finished changes stay, and nothing further is sent. Cancel the rest. If it is still needed, start it again yourself.',
    closedTitle: 'This job has stopped: the vendor sign-in that started it was closed',
    closedText:
      'An owner closed it to this workspace. Finished changes stay, and nothing further is sent, also when it is opened again. Cancel the rest. If it is still needed, start it again yourself.',
    resumePaused: 'Continue',
    resume: 'Continue with this session',
    member: {
      text: 'Finished changes stay. The rest is sent by itself as soon as this workspace has a connection that may make these changes, or someone signs in with {account}.',
      refused:
        'The rest is sent by itself as soon as the connection has the right password, or someone signs in with {account}.',
      closedText:
        'Finished changes stay. The rest is sent by itself as soon as this workspace has a connection that may make these changes.',
      closedRefused: 'The rest is sent by itself as soon as the connection has the right password.',
      open: 'Connections',
    },
  },
  approval: {
    waitsTitle: 'Waits for approval by a second member',
    waitsText:
      'Nothing of its {things, plural, one {1 change} other {{things, number} changes}} is sent until another member approves. The request ends <until></until>.',
    before:
      '{count, plural, one {1 change} other {{count, number} changes}} that {actor} made in the hour before, or has in jobs that are not done yet, count too.',
    approved: 'Approved by <name></name> <time></time>.',
    refused: 'Refused by <name></name> <time></time>: <reason></reason>',
    withdrawn: 'The request for approval was withdrawn, so nothing was sent.',
    expired: 'No one approved it within 72 hours, so nothing was sent. Start it again if it is still needed.',
  },
  pause: 'Pause',
  pausing: 'Finishing the current steps, then pausing…',
  cancel: 'Cancel the rest',
  end: 'End the job',
  endTitle: 'End this job?',
  endText:
    'No change is left to start. The outcome of what was under way stays unknown, and is not read back any more.',
  cancelTitle: 'Cancel the rest of this job?',
  cancelText:
    '{count, plural, one {One change that has} other {# changes that have}} not started will be skipped. Finished changes stay.',
  cancelling: 'Finishing the current step…',
  cancelConfirm: 'Cancel {count, plural, one {the last change} other {# changes}}',
  retry: 'Try {count, plural, one {1 again} other {# again}}',
  retryHint:
    'Starts a new job for what failed. Doordesk checks each change first, and sends only the missing ones.',
  retriedIn:
    '{count, plural, one {1 change was tried again in a later job} other {{count, number} changes were tried again in a later job}}',
  retryOf: 'Tries again what failed in an earlier job',
  handOut: 'Show the codes, to copy or print them',
  startedBy: 'Started <time></time> by <actor></actor>',
  finished: 'Finished <time></time>',
  live: 'Updates automatically',
  polling: 'Updates every few seconds',
  disconnected: 'No connection. What you see may be old. The job continues without this page.',
  notFound: 'There is no such job.',
  leave: 'You may leave this page. The job continues, even if you close the browser.',
  preview: {
    loading: 'Finding out what will change…',
    rows: 'What will change',
    change:
      '{count, plural, =0 {Nothing will change} one {1 change will be made} other {{count, number} changes will be made}}',
    already: '{count, plural, one {1 needs no change} other {{count, number} need no change}}',
    expired:
      '{count, plural, one {1 of these codes has expired} other {{count, number} of these codes have expired}}',
    blocked: '{count, number} cannot be changed',
    verdicts: { change: 'Will change', already: 'No change needed', blocked: 'Cannot be changed' },
    more: '{count, plural, one {One more row is} other {{count, number} more rows are}} not listed here.',
    stale: 'Something has changed since the preview was made. This is the current state.',
    nothing: 'There is nothing to change in this selection.',
    basis: 'Based on what was last read. Doordesk checks each change after it is made.',
    doors: 'Each door of a room is a separate change.',
    callers: 'The changes go through these accounts:',
    caller: '<account></account>: {count, number}',
    doubtedCaller:
      '<account></account>: {count, number}. The cloud refused its password, so the job waits there until it accepts it.',
    byRule:
      '<account></account> may not make {count, plural, one {1 of these changes. It goes} other {{count, number} of these changes. They go}} by rule.',
    stuck:
      'No connected account can make {count, plural, one {1 of these changes} other {{count, number} of these changes}} now. The job makes the others, and these wait for a connection.',
    waitsTitle: 'The job will wait for a sign-in or a connection',
    waitsText:
      'Doordesk has no working connection to the cloud here. You can start the job now. It sends nothing until {account} is connected or its holder signs in, and then continues by itself.',
    waitsClosed: 'The job will wait for a connection',
    waitsClosedText:
      'Doordesk has no working connection to the cloud here. You can start the job now. It sends nothing until {account} is connected, and then continues by itself.',
    approvalTitle: 'Waits for approval by a second member',
    approvalText:
      'Nothing is sent until another member approves it. In this workspace one person ends at most {above, number} things within an hour{endedBefore, plural, =0 {} other {. The {endedBefore, number} that you ended in the hour before, or have in jobs that are not done yet, count too}}.',
  },
  password: {
    label: 'Your password',
    hint: 'To remove or revoke more than one, type your password again.',
  },
  doors: {
    label: 'At these doors',
    all: 'At all {count, number} doors',
    some: 'At {count, number} of {total, number} doors',
    none: 'Choose at least one door.',
    tryAgain: 'Try again at {count, plural, one {1 door} other {{count, number} doors}}',
  },
  through: {
    label: 'Through this account',
    hint: 'Several connected accounts may do this.',
    only: 'This goes through <account></account>.',
    some: 'Some of it goes through <account></account>.',
    onlyDoubted:
      'This goes through <account></account>, and cannot be done now: the cloud refused its password.',
    someDoubted:
      'Some of it goes through <account></account>, and cannot be done now: the cloud refused its password.',
    one: '{account} · {role}',
    doubtedOne: '{account} · {role} · not now: the cloud refused its password',
    done: 'Through <account></account>',
    byRule: 'By rule: the account that sees more',
    bulkHint: 'Several connected accounts may make these changes.',
    choice: '{account} · {role} · {count, number} of {total, number}',
    doubtedChoice:
      '{account} · {role} · {count, number} of {total, number} · waits: the cloud refused its password',
    job: 'Through <account></account> where it may',
  },
  outcomesTitle: 'Outcome',
  facts: {
    old: 'Old: read <time></time>',
    oldText: 'Last read <time></time>. It may have changed since.',
    unreadAt: 'Not read yet at {doors}.',
    noneThen: 'There was none when it was last read.',
    ok: 'Read {time}',
    unread: 'Not read yet',
    failed: 'Could not be read',
    refused: 'Not available',
    lastKnown: 'Last known <time></time>',
  },
} as const;
