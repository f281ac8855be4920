'use server';

import { actionOf, publicActionOf } from '@/lib/http/action';
import {
  confirmPassword,
  dismissAccountNotices,
  endOtherSessions,
  endSession,
  forgotPassword,
  register,
} from './verbs';

export const confirmPasswordAction = actionOf(confirmPassword);
export const endSessionAction = actionOf(endSession, { revalidate: ['/settings'] });
export const endOtherSessionsAction = actionOf(endOtherSessions, { revalidate: ['/settings'] });
// Every page has the notices, in its frame.
export const dismissAccountNoticesAction = actionOf(dismissAccountNotices);
export const registerAction = publicActionOf(register);
export const forgotPasswordAction = publicActionOf(forgotPassword);
