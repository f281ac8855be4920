import type { z } from 'zod';
import * as account from './account-calls';
import type { CallDefinition } from './define-call';
import * as doorcode from './doorcode-calls';
import * as room from './room-calls';

/** The sixteen calls of the vendor's document, in its order. The client's types come from this table. */
export const contract = {
  register: account.register,
  listChannels: room.listChannels,
  updatePushPhones: account.updatePushPhones,
  createDoorcode: doorcode.createDoorcode,
  assignMaster: room.assignMaster,
  changeMaster: room.changeMaster,
  addShare: room.addShare,
  removeShare: room.removeShare,
  revokeDoorcode: doorcode.revokeDoorcode,
  resetPassword: account.resetPassword,
  listShares: room.listShares,
  signOut: account.signOut,
  getMaster: room.getMaster,
  listEvents: doorcode.listEvents,
  listDoorcodes: doorcode.listDoorcodes,
  uploadPicture: account.uploadPicture,
} satisfies Record<string, CallDefinition>;

export type Contract = typeof contract;
export type CallName = keyof Contract;
export type CallInput<Name extends CallName> = z.input<Contract[Name]['request']>;
export type CallOutput<Name extends CallName> = z.output<Contract[Name]['answer']>;
