import { refuseRoom } from '@/lib/abilities/rooms';
import { defineVerb } from '@/lib/abilities/verb';
import { channelOf } from '@/lib/auth/own-channels';
import { doorsSubject } from '@/lib/changes/at-doors';
import { readFixedPassword, throughToReveal } from './mutations';
import { roomChannelInput } from './schema';

/** One door at a time, with the password typed again. Each look is in the audit log. */
export const revealFixedPassword = defineVerb({
  name: 'rooms.reveal',
  freshList: true,
  input: roomChannelInput,
  ability: (scope, at) => refuseRoom(scope, at, 'reveal'),
  needsIdentity: () => true,
  needsApproval: async (at, scope) => {
    const { buildingName = '' } = channelOf(scope, at) ?? {};
    const subject = await doorsSubject(scope, { doors: [at] });
    const { gid, channel } = at;
    return { subject, buildings: [buildingName], things: 1, facts: { door: { gid, channel } } };
  },
  subject: (at, scope) => doorsSubject(scope, { doors: [at] }),
  through: (scope, at) => throughToReveal(scope, at),
  run: async ({ scope, input, audit }) => {
    const password = await readFixedPassword(scope, input);
    audit.note({ given: password !== null });
    return { password };
  },
});
