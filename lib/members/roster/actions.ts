'use server';

import { actionOf } from '@/lib/http/action';
import {
  changeMember,
  changeWorkspaceSettings,
  inviteMember,
  makeRecoveryLink,
  removeMember,
  revokeInvitation,
  revokeRecoveryLink,
} from './verbs';

export const inviteMemberAction = actionOf(inviteMember, { revalidate: ['/members'] });
export const changeMemberAction = actionOf(changeMember, { revalidate: ['/members'] });
// The password that a removed member knows is named on all three.
export const removeMemberAction = actionOf(removeMember, { revalidate: ['/members', '/connections', '/'] });
export const revokeInvitationAction = actionOf(revokeInvitation, { revalidate: ['/members'] });
export const makeRecoveryLinkAction = actionOf(makeRecoveryLink, { revalidate: ['/members'] });
export const revokeRecoveryLinkAction = actionOf(revokeRecoveryLink, { revalidate: ['/members'] });
export const changeWorkspaceSettingsAction = actionOf(changeWorkspaceSettings, { revalidate: ['/members'] });
