import { z } from 'zod';
import { refuseMembers } from '@/lib/abilities/members';
import { defineVerb } from '@/lib/abilities/verb';
import { recordAudit } from '@/lib/audit/record';
import { readClient } from '@/lib/auth/scope-entry';
import { findSessionById } from '@/lib/auth/session';
import { enterWorkspace, viewAs } from '@/lib/auth/switch-view';
import { getDb } from '@/lib/db/client';
import { DeskError } from '@/lib/errors';
import { ownName } from '../own-name';
import { findMember, nameOfMember } from '../roster/data';
import { memberInput } from '../roster/schema';
import { listWorkspaces } from './data';

/** An owner looks at the desk as a member would, and changes nothing. They never see more than they may themselves. */
export const viewAsMember = defineVerb({
  name: 'members.view-as',
  input: memberInput,
  needsInWorkspace: 'members',
  ability: async (scope, { id }) => {
    const isOther = id !== scope.member?.id && (await findMember(scope, id));
    return refuseMembers(scope) ?? (isOther ? null : 'not-found');
  },
  whileInDoubt: true,
  subject: ({ id }, scope) => nameOfMember(scope, id),
  run: async ({ scope, input: { id }, audit }) => {
    audit.note({ name: (await findMember(scope, id))?.name ?? '' });
    await viewAs(getDb(), scope.sessionId, id);
  },
});

export const endViewAs = defineVerb({
  name: 'members.end-view-as',
  input: z.object({}),
  ability: () => null,
  whileViewing: true,
  whileInDoubt: true,
  subject: (_input, { viewsAs }) => viewsAs?.name ?? '',
  run: async ({ scope, audit }) => {
    audit.note({ name: scope.viewsAs?.name ?? '' });
    await viewAs(getDb(), scope.sessionId, null);
  },
});

/**
 * Neither log names the other workspace: its owners need not know of it. A tab that shows the old workspace finds at its
 * next step that the session has moved on.
 */
export const switchWorkspace = defineVerb({
  name: 'sessions.leave-workspace',
  input: z.object({ workspaceId: z.uuid('invalid') }),
  ability: async ({ member, sessionId, workspaceId: here }, { workspaceId }) => {
    // It would end the look as another member, without an entry of that.
    if (workspaceId === here) return 'conflict';
    const to = member && (await findWorkspace(member.id, workspaceId));
    if (!to) return 'not-found';
    const way = to.oidcOnly ? (await findSessionById(sessionId))?.way : 'oidc';
    return way === 'oidc' ? null : 'oidc-needed';
  },
  whileViewing: true,
  whileInDoubt: true,
  subject: ownName,
  run: async ({ scope: { member, sessionId, actor }, input: { workspaceId } }) => {
    const to = member && (await findWorkspace(member.id, workspaceId));
    if (!to) throw new DeskError('not-found');
    await getDb()
      .transaction()
      .execute(async (trx) => {
        await enterWorkspace(trx, sessionId, { workspaceId, memberId: member.id });
        const { account, role } = to;
        await recordAudit(trx, {
          ...{ workspaceId, actor, account, role, memberId: member.id, ...(await readClient()) },
          ...{ action: 'sessions.enter-workspace', subject: member.name, outcome: 'done' },
        });
      });
  },
});

async function findWorkspace(memberId: string, workspaceId: string) {
  return (await listWorkspaces(memberId)).find(({ id }) => id === workspaceId);
}
