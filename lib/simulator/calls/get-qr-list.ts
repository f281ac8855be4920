import { waysOf } from '../faults/settings';
import type { Doorcode } from '../world/model';
import { isInList } from '../world/world';
import { defineCall, parametersMissing, success } from './define-call';
import { pictureUrl } from './get-qr-code';

const noRecords = 2;
const noSuchChannel = 5;

/** 10015. The codes that this account made for this channel, newest first. */
export const getQrList = defineCall({
  number: 10015,
  path: 'GetQrList',
  changes: false,
  required: { gid: 'text', start: 'int', num: 'int', vir_channel_no: 'int' },
  loginFailed: 4,
  answer({ gid, start, num, vir_channel_no }, { world, settings, caller, cloudNow, origin }) {
    const room = world.findRoom(gid, vir_channel_no);
    if (!room || !isInList(world.standing(caller, room))) return { re: noSuchChannel };
    if (start < settings.firstRecord || num < 1) return { re: parametersMissing };
    const mine = world
      .codesOf(gid, vir_channel_no)
      .filter((code) => code.creator === caller.account && (settings.revokedStay || !code.revoked))
      .reverse();
    const first = start - settings.firstRecord;
    const page = mine.slice(first, first + Math.min(num, waysOf(settings, gid).pageSize));
    if (page.length === 0) return { re: noRecords };
    return { re: success, list: page.map((code) => entryOf(code, world.isUsable(code, cloudNow), origin)) };
  },
});

function entryOf(code: Doorcode, usable: boolean, origin: string): Record<string, unknown> {
  return {
    // "optional": a code without a name comes without the field.
    ...(code.name === '' ? {} : { vkey_name: code.name }),
    valid_type: code.validType,
    valid_from_date: code.from.date,
    valid_to_date: code.to.date,
    valid_from_time: code.from.time,
    valid_to_time: code.to.time,
    vkey_data: code.digits,
    vkey_url: pictureUrl(origin, code.token),
    lock_id: code.lockIds.join(','),
    valid_flag: usable ? 1 : 0,
  };
}
