import { refuseRoom } from '@/lib/abilities/rooms';
import { defineVerb } from '@/lib/abilities/verb';
import { channelOf } from '@/lib/auth/own-channels';
import { readFixedPassword } from './mutations';
import { roomChannelInput } from './schema';

/** One door at a time, with the password typed again. Each look is in the audit log. */
export const revealFixedPassword = defineVerb({
  name: 'rooms.reveal',
  freshList: true,
  input: roomChannelInput,
  ability: (scope, at) => refuseRoom(scope, at, 'reveal'),
  needsIdentity: () => true,
  needsApproval: (at, scope) => {
    const { buildingName = '', unitLabel = '' } = channelOf(scope, at) ?? {};
    return {
      subject: [buildingName, unitLabel, at.gid].filter(Boolean).join(' · '),
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
