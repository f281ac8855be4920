import type { Migration } from 'kysely/migration';
import * as sessions from './0001-sessions';
import * as devices from './0002-devices';
import * as readings from './0003-readings';
import * as events from './0004-events';
import * as registers from './0005-registers';
import * as jobs from './0006-jobs';
import * as audit from './0007-audit';
import * as settings from './0008-settings';
import * as feeding from './0009-feeding';
import * as search from './0010-search';
import * as savedViews from './0011-saved-views';
import * as exports from './0012-exports';
import * as retention from './0013-retention';
import * as listHash from './0014-list-hash';
import * as removedEntries from './0015-removed-entries';
import * as looks from './0016-looks';
import * as caseFolding from './0017-case-folding';
import * as clocks from './0018-clocks';
import * as cellLimit from './0019-cell-limit';
import * as reach from './0020-reach';
import * as exportPeriods from './0021-export-periods';
import * as blankEntries from './0022-blank-entries';
import * as outageCodes from './0023-outage-codes';
import * as passwordDoubts from './0024-password-doubts';
import * as readingOrder from './0026-reading-order';
import * as doubtfulAnswers from './0027-doubtful-answers';
import * as ownRooms from './0028-own-rooms';
import * as exportDoors from './0030-export-doors';
import * as doorcodeNames from './0031-doorcode-names';
import * as changedEntries from './0032-changed-entries';
import * as textKeys from './0033-text-keys';
import * as spreadsheetTexts from './0034-spreadsheet-texts';
import * as doorNames from './0035-door-names';
import * as unprovenRooms from './0036-unproven-rooms';
import * as unaliasedDoorNames from './0039-unaliased-door-names';
import * as backwardsWindows from './0040-backwards-windows';
import * as spelledCodes from './0041-spelled-codes';
import * as retriesOnce from './0042-retries-once';
import * as eventWeeks from './0045-event-weeks';
import * as invisibleCharacters from './0046-invisible-characters';
import * as vaultRing from './0047-vault-ring';
import * as restoredCopies from './0049-restored-copies';
import * as sealedDoorcodes from './0050-sealed-doorcodes';
import * as changeRequests from './0051-change-requests';
import * as auditedWithdrawals from './0052-audited-withdrawals';
import * as accountNotices from './0053-account-notices';
import * as keysByWorkspace from './0054-keys-by-workspace';
import * as pausedJobs from './0055-paused-jobs';
import * as timesAheadOnCitus from './0056-times-ahead-on-citus';
import * as connections from './0057-connections';
import * as readingRounds from './0058-reading-rounds';
import * as intervals from './0059-intervals';
import * as members from './0060-members';
import * as memberSignIns from './0061-member-sign-ins';
import * as knownPasswords from './0062-known-passwords';
import * as approvals from './0063-approvals';
import * as severalConnections from './0064-several-connections';
import * as whatMembersSee from './0065-what-members-see';
import * as knewPassword from './0066-knew-password';
import * as recoveredMembers from './0067-recovered-members';
import * as connectionsOfSteps from './0068-connections-of-steps';
import * as roomsGone from './0069-rooms-gone';
import * as parkedMails from './0070-parked-mails';
import * as approvalFacts from './0073-approval-facts';
import * as doubtsByRole from './0074-doubts-by-role';
import * as formerBuildings from './0075-former-buildings';
import * as cardsAndBrowsers from './0076-cards-and-browsers';
import * as scheduledFiles from './0077-scheduled-files';
import * as linksStayOpen from './0078-links-stay-open';

/** Every migration, in the order of their names. One that has landed is never edited: a new one follows it. */
export const migrations: Record<string, Migration> = {
  '0001-sessions': sessions,
  '0002-devices': devices,
  '0003-readings': readings,
  '0004-events': events,
  '0005-registers': registers,
  '0006-jobs': jobs,
  '0007-audit': audit,
  '0008-settings': settings,
  '0009-feeding': feeding,
  '0010-search': search,
  '0011-saved-views': savedViews,
  '0012-exports': exports,
  '0013-retention': retention,
  '0014-list-hash': listHash,
  '0015-removed-entries': removedEntries,
  '0016-looks': looks,
  '0017-case-folding': caseFolding,
  '0018-clocks': clocks,
  '0019-cell-limit': cellLimit,
  '0020-reach': reach,
  '0021-export-periods': exportPeriods,
  '0022-blank-entries': blankEntries,
  '0023-outage-codes': outageCodes,
  '0024-password-doubts': passwordDoubts,
  '0026-reading-order': readingOrder,
  '0027-doubtful-answers': doubtfulAnswers,
  '0028-own-rooms': ownRooms,
  '0030-export-doors': exportDoors,
  '0031-doorcode-names': doorcodeNames,
  '0032-changed-entries': changedEntries,
  '0033-text-keys': textKeys,
  '0034-spreadsheet-texts': spreadsheetTexts,
  '0035-door-names': doorNames,
  '0036-unproven-rooms': unprovenRooms,
  '0039-unaliased-door-names': unaliasedDoorNames,
  '0040-backwards-windows': backwardsWindows,
  '0041-spelled-codes': spelledCodes,
  '0042-retries-once': retriesOnce,
  '0045-event-weeks': eventWeeks,
  '0046-invisible-characters': invisibleCharacters,
  '0047-vault-ring': vaultRing,
  '0049-restored-copies': restoredCopies,
  '0050-sealed-doorcodes': sealedDoorcodes,
  '0051-change-requests': changeRequests,
  '0052-audited-withdrawals': auditedWithdrawals,
  '0053-account-notices': accountNotices,
  '0054-keys-by-workspace': keysByWorkspace,
  '0055-paused-jobs': pausedJobs,
  '0056-times-ahead-on-citus': timesAheadOnCitus,
  '0057-connections': connections,
  '0058-reading-rounds': readingRounds,
  '0059-intervals': intervals,
  '0060-members': members,
  '0061-member-sign-ins': memberSignIns,
  '0062-known-passwords': knownPasswords,
  '0063-approvals': approvals,
  '0064-several-connections': severalConnections,
  '0065-what-members-see': whatMembersSee,
  '0066-knew-password': knewPassword,
  '0067-recovered-members': recoveredMembers,
  '0068-connections-of-steps': connectionsOfSteps,
  '0069-rooms-gone': roomsGone,
  '0070-parked-mails': parkedMails,
  '0073-approval-facts': approvalFacts,
  '0074-doubts-by-role': doubtsByRole,
  '0075-former-buildings': formerBuildings,
  '0076-cards-and-browsers': cardsAndBrowsers,
  '0077-scheduled-files': scheduledFiles,
  '0078-links-stay-open': linksStayOpen,
};
