import { authChange } from './auth-change';
import { authowner } from './authowner';
import type { Call } from './define-call';
import { delTemPwd } from './del-tem-pwd';
import { getAkeysHis } from './get-akeys-his';
import { getMainer } from './get-mainer';
import { getQrCode } from './get-qr-code';
import { getQrList } from './get-qr-list';
import { quit } from './quit';
import { reg } from './reg';
import { resetpwd } from './resetpwd';
import { shareAdd } from './share-add';
import { shareList } from './share-list';
import { sharedel } from './sharedel';
import { sign } from './sign';
import { updatetokens } from './updatetokens';
import { uploadHeadImg } from './upload-head-img';

const calls: readonly Call[] = [
  reg,
  sign,
  updatetokens,
  getQrCode,
  authowner,
  authChange,
  shareAdd,
  sharedel,
  delTemPwd,
  resetpwd,
  shareList,
  quit,
  getMainer,
  getAkeysHis,
  getQrList,
  uploadHeadImg,
];

export const callsByPath: ReadonlyMap<string, Call> = new Map(calls.map((call) => [call.path, call]));
