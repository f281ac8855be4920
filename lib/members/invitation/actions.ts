'use server';

import { actionOf, publicActionOf } from '@/lib/http/action';
import {
  acceptWithPasskey,
  acceptWithPassword,
  beginInvitedOidc,
  beginInvitedPasskey,
  beginInvitedTotp,
  join,
} from './verbs';

export const beginInvitedPasskeyAction = publicActionOf(beginInvitedPasskey);
export const acceptWithPasskeyAction = publicActionOf(acceptWithPasskey);
export const beginInvitedTotpAction = publicActionOf(beginInvitedTotp);
export const acceptWithPasswordAction = publicActionOf(acceptWithPassword);
export const beginInvitedOidcAction = publicActionOf(beginInvitedOidc);
export const joinAction = actionOf(join);
