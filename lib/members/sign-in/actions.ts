'use server';

import { actionOf } from '@/lib/http/action';
import {
  addPasskey,
  becomeOwner,
  beginLink,
  beginOwner,
  beginPasskey,
  beginTotp,
  confirmMember,
  keepOneWay,
  removeIdentity,
  removePasskey,
  removePassword,
  renamePasskey,
  replaceRecoveryCodes,
  setPassword,
} from './verbs';

const shown = { revalidate: ['/settings'] };

export const confirmMemberAction = actionOf(confirmMember);
export const beginPasskeyAction = actionOf(beginPasskey);
export const addPasskeyAction = actionOf(addPasskey, shown);
export const renamePasskeyAction = actionOf(renamePasskey, shown);
export const removePasskeyAction = actionOf(removePasskey, shown);
export const beginTotpAction = actionOf(beginTotp);
export const setPasswordAction = actionOf(setPassword, shown);
export const removePasswordAction = actionOf(removePassword, shown);
export const replaceRecoveryCodesAction = actionOf(replaceRecoveryCodes, shown);
export const beginLinkAction = actionOf(beginLink);
export const removeIdentityAction = actionOf(removeIdentity, shown);
export const keepOneWayAction = actionOf(keepOneWay, shown);
export const beginOwnerAction = actionOf(beginOwner);
export const becomeOwnerAction = actionOf(becomeOwner);
