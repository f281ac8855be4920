import { describeGrants } from '@/lib/abilities/approvals/describe-grants';
import { refuseMembers } from '@/lib/abilities/members';
import { defineVerb } from '@/lib/abilities/verb';
import { mayInWorkspace } from '@/lib/auth/grants';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { hasNamesake } from '../find-namesake';
import { changeSettings } from './change-settings';
import { findMember, nameOfInvitation, nameOfMember } from './data';
import { needToChange, needToInvite, needToLoosen, needToRecover, needToRemove } from './describe-need';
import * as roster from './mutations';
import { changeInput, inviteInput, memberInput, settingsInput } from './schema';
import { inviteAddress, type MailOutcome, sendInvitation } from './send-invitation';
import type { StoppedWork } from './stop-member-work';

const hourMs = 60 * 60_000;

const isOurs = async (scope: Scope, { id }: { id: string }) =>
  refuseMembers(scope) ?? ((await findMember(scope, id)) ? null : 'not-found');

export type Made = { address: string; expiresAt: string };

export type Invited = Made & { name: string; email: string | null; mail: MailOutcome };

/** Returns the link, which is shown once. Mail is sent too, if that is set up. */
export const inviteMember = defineVerb({
  name: 'members.invite',
  whileInDoubt: 'member',
  input: inviteInput,
  needsInWorkspace: 'members',
  ability: async (scope, { name }) =>
    refuseMembers(scope) ?? ((await hasNamesake(getDb(), { ...scope, name })) ? 'name-taken' : null),
  // Who is invited confirms as themselves from then on, so a stranger at an open browser must not invite.
  needsIdentity: () => true,
  needsApproval: needToInvite,
  throttle: ({ workspaceId }) => [{ bucket: `invite:${workspaceId}`, limit: 100, windowMs: hourMs }],
  subject: ({ name }) => name,
  run: async ({ scope, input, audit, approved }): Promise<Invited> => {
    const { token, expiresAt } = await roster.invite(scope, input, { approved });
    const address = inviteAddress(token);
    const mail = await sendInvitation({ ...input, by: scope.actor, address, expiresAt });
    audit.note({ ...describeGrants(input.grants), mail });
    const { name, email } = input;
    return { name, email, address, expiresAt: expiresAt.toISOString(), mail };
  },
});

export const changeMember = defineVerb({
  name: 'members.change',
  whileInDoubt: 'member',
  input: changeInput,
  needsInWorkspace: 'members',
  ability: async (scope, input) => (await isOurs(scope, input)) ?? roster.obstacleTo(scope, input),
  needsIdentity: () => true,
  needsApproval: (input, scope) => needToChange(scope, input),
  subject: ({ id }, scope) => nameOfMember(scope, id),
  run: async ({ scope, input, audit, approved }) => {
    const { name, stopped } = await roster.changeGrants(scope, input, { approved });
    audit.note({ name, ...describeGrants(input.grants), ...describeStopped(stopped) });
  },
});

export const removeMember = defineVerb({
  name: 'members.remove',
  input: memberInput,
  needsInWorkspace: 'members',
  ability: async (scope, { id }) =>
    (await isOurs(scope, { id })) ?? roster.obstacleTo(scope, { id, grants: null }),
  whileInDoubt: true,
  needsIdentity: () => true,
  needsApproval: ({ id }, scope) => needToRemove(scope, id),
  subject: ({ id }, scope) => nameOfMember(scope, id),
  run: async ({ scope, input: { id }, audit, approved }): Promise<{ exposed: string[] }> => {
    const { name, ended, exposed, stopped } = await roster.removeMember(scope, id, { approved });
    audit.note({
      name,
      ended,
      ...describeStopped(stopped),
      ...(exposed.length > 0 ? { exposed: exposed.join(', ') } : {}),
    });
    return { exposed };
  },
});

export const revokeInvitation = defineVerb({
  name: 'members.revoke-invitation',
  input: memberInput,
  needsInWorkspace: 'members',
  ability: refuseMembers,
  whileInDoubt: true,
  subject: ({ id }, scope) => nameOfInvitation(scope, id),
  run: async ({ scope, input: { id }, audit }) => {
    const { name } = await roster.revokeInvitation(scope, id);
    audit.note({ name });
  },
});

export const makeRecoveryLink = defineVerb({
  name: 'members.recover',
  whileInDoubt: 'member',
  input: memberInput,
  needsInWorkspace: 'members',
  ability: isOurs,
  needsIdentity: () => true,
  needsApproval: ({ id }, scope) => needToRecover(scope, id),
  subject: ({ id }, scope) => nameOfMember(scope, id),
  run: async ({ scope, input: { id }, audit, approved }): Promise<Made> => {
    const { name, token, expiresAt } = await roster.makeRecoveryLink(scope, id, { approved });
    audit.note({ name });
    return { address: inviteAddress(token), expiresAt: expiresAt.toISOString() };
  },
});

export const revokeRecoveryLink = defineVerb({
  name: 'members.revoke-recovery',
  input: memberInput,
  needsInWorkspace: 'members',
  ability: isOurs,
  whileInDoubt: true,
  subject: ({ id }, scope) => nameOfMember(scope, id),
  run: async ({ scope, input: { id }, audit }) => {
    const { name } = await roster.endRecoveryLink(scope, id);
    audit.note({ name });
  },
});

export const changeWorkspaceSettings = defineVerb({
  name: 'members.settings',
  whileInDoubt: 'member',
  input: settingsInput,
  needsInWorkspace: 'settings',
  ability: (scope) => refuseMembers(scope) ?? (mayInWorkspace(scope, 'settings') ? null : 'not-allowed'),
  needsIdentity: () => true,
  needsApproval: (input, scope) => needToLoosen(scope, input),
  subject: (input) => Object.keys(input).join(' · '),
  run: async ({ scope, input, audit, approved }) => {
    const done = await changeSettings(scope, input, { approved });
    const { ended, jobs, schedules, links } = done;
    audit.note({
      ...input,
      ...(ended > 0 ? { ended } : {}),
      ...describeStopped({ jobs, schedules }),
      ...(links > 0 ? { linksRevoked: links } : {}),
    });
    return done;
  },
});

function describeStopped({ jobs, schedules }: StoppedWork) {
  return {
    ...(jobs > 0 ? { jobsStopped: jobs } : {}),
    ...(schedules > 0 ? { schedulesStopped: schedules } : {}),
  };
}
