import { refuseRoom } from '@/lib/abilities/rooms';
import { defineVerb } from '@/lib/abilities/verb';
import { channelOf } from '@/lib/auth/own-channels';
import { pairOf } from '@/lib/devices/pair-key';
import { readPlaces } from '@/lib/places/data';
import { readFixedPassword } from './mutations';
import { roomChannelInput } from './schema';

/** One door at a time, with the password typed again. Each look is in the audit log. */
export const revealFixedPassword = defineVerb({
  name: 'rooms.reveal',
  freshList: true,
  input: roomChannelInput,
  ability: (scope, at) => refuseRoom(scope, at, 'reveal'),
  needsIdentity: () => true,
  needsApproval: async (at, scope) => {
    const { buildingName = '', unitLabel = '' } = channelOf(scope, at) ?? {};
    const place = (await readPlaces(scope)).find((one) => pairOf(one) === pairOf(at));
    return {
      subject: [buildingName, unitLabel, place?.doorHere ?? at.gid].filter(Boolean).join(' · '),
      buildings: [buildingName],
      things: 1,
    };
  },
  subject: ({ gid, channel }) => `${gid}/${channel}`,
  run: async ({ scope, input, audit }) => {
    const password = await readFixedPassword(scope, input);
    audit.note({ given: password !== null });
    return { password };
  },
});
