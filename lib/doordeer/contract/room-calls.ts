import { z } from 'zod';
import { parseLocks } from '../locks';
import { type Fields, toInt, toText, toTextOrNull } from '../normalise-fields';
import { Secret } from '../secret';
import { toTimezone } from '../wall-time';
import type { Channel, Relation, VendorShare } from '../words';
import {
  accountShape,
  atRoom,
  type CallDefinition,
  FAILED,
  FAILED_OR_LOGIN,
  nothing,
  ROLE_CODES,
  roleSchema,
  roomShape,
  signed,
} from './define-call';
import { listAnswer } from './list';

const RELATIONS: Relation[] = ['sub-master', 'master', 'landlord', 'landlord-and-master'];
const KINDS: Channel['kind'][] = ['other', 'doorbell', 'camera'];

function readSecret(value: unknown): Secret | null {
  const text = toTextOrNull(value);
  return text === null ? null : new Secret(text);
}

function readChannel(fields: Fields): Channel | null {
  const gid = toText(fields.gid);
  const kind = KINDS[toInt(fields.gid_type) ?? 0] ?? 'other';
  // A camera belongs to no flat, so it may have no number. A door's entry without a number is useless.
  const channel =
    toInt(fields.vir_chn_no) ?? (kind === 'camera' && toText(fields.vir_chn_no) === '' ? 0 : null);
  if (gid === '' || channel === null || channel < 0) return null;
  return {
    gid,
    channel,
    kind,
    model: toText(fields.gid_model),
    buildingName: toText(fields.building_name),
    unitLabel: toText(fields.unit_label),
    relation: RELATIONS[toInt(fields.main_sub_flag) ?? -1] ?? 'other',
    locks: parseLocks(fields.lock_id),
    timezone: toTimezone(fields.timezone),
    devicePassword: readSecret(fields.gid_passwd),
    fixedPassword: readSecret(fields.lock_passwd),
  };
}

export const listChannels = {
  number: 10002,
  path: 'sign',
  safe: true,
  request: z
    .object({ ...accountShape, role: roleSchema })
    .transform((input) => ({ ...signed(input), account_type: ROLE_CODES[input.role] })),
  accepts: [1],
  // The document has no code for a wrong password here. It is 2, "failure".
  refusals: FAILED,
  answer: listAnswer('channels', readChannel),
} satisfies CallDefinition;

const landlordRefusals = { ...FAILED_OR_LOGIN, 5: 'not-landlord' } as const;
const masterRefusals = { ...FAILED_OR_LOGIN, 5: 'not-master' } as const;

export const assignMaster = {
  number: 10005,
  path: 'Authowner',
  safe: false,
  request: z
    .object({ ...accountShape, ...roomShape, master: z.string().min(1) })
    .transform((input) => ({ ...signed(input), auth_account: input.master, ...atRoom(input) })),
  accepts: [1],
  refusals: { ...landlordRefusals, 6: 'wrong-account' },
  answer: nothing,
} satisfies CallDefinition;

export const changeMaster = {
  number: 10006,
  path: 'AuthChange',
  safe: false,
  request: z
    .object({
      ...accountShape,
      ...roomShape,
      action: z.enum(['remove', 'replace']),
      master: z.string().min(1),
    })
    .transform((input) => ({
      ...signed(input),
      action_type: input.action === 'remove' ? 0 : 1,
      auth_account: input.master,
      ...atRoom(input),
    })),
  accepts: [1],
  refusals: { ...landlordRefusals, 6: 'wrong-account', 9: 'wrong-action' },
  answer: nothing,
} satisfies CallDefinition;

export const getMaster = {
  number: 10013,
  path: 'GetMainer',
  safe: true,
  request: z
    .object({ ...accountShape, ...roomShape })
    .transform((input) => ({ ...signed(input), ...atRoom(input) })),
  accepts: [1],
  refusals: landlordRefusals,
  // Only "" or null mean "no master", so the field must be there. `false` is PHP's word for a query that failed, and
  // means neither.
  answer: z
    .looseObject({ mainer: z.unknown() })
    .refine(({ mainer }) => mainer !== undefined && typeof mainer !== 'boolean', {
      path: ['mainer'],
      message: 'expected an account',
    })
    .transform((answer) => ({ master: toTextOrNull(answer.mainer) })),
} satisfies CallDefinition;

// The parameter tables of 10007, 10008 and 10011 name `auth_account`, copied from another page. The request lines say
// `share_account`, and we send that (docs/vendor.md, reading 1).
const shareRequest = z
  .object({ ...accountShape, ...roomShape, subMaster: z.string().min(1) })
  .transform((input) => ({ ...signed(input), share_account: input.subMaster, ...atRoom(input) }));

export const addShare = {
  number: 10007,
  path: 'ShareAdd',
  safe: false,
  request: shareRequest,
  accepts: [1],
  refusals: { ...masterRefusals, 6: 'wrong-account', 7: 'already-shared' },
  answer: nothing,
} satisfies CallDefinition;

export const removeShare = {
  number: 10008,
  path: 'Sharedel',
  safe: false,
  request: shareRequest,
  accepts: [1],
  refusals: { ...masterRefusals, 6: 'wrong-account', 7: 'no-such-share' },
  answer: nothing,
} satisfies CallDefinition;

function readShare(fields: Fields): VendorShare | null {
  const account = toTextOrNull(fields.account);
  return account === null ? null : { account, gid: toTextOrNull(fields.gid) };
}

export const listShares = {
  number: 10011,
  path: 'ShareList',
  safe: true,
  request: z
    .object({ ...accountShape, ...roomShape })
    .transform((input) => ({ ...signed(input), ...atRoom(input) })),
  accepts: [1],
  refusals: masterRefusals,
  answer: listAnswer('shares', readShare),
} satisfies CallDefinition;
