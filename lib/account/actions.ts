'use server';

import { actionOf, publicActionOf } from '@/lib/http/action';
import { confirmPassword, endOtherSessions, endSession, forgotPassword, register } from './verbs';

export const confirmPasswordAction = actionOf(confirmPassword);
export const endSessionAction = actionOf(endSession, { revalidate: ['/settings'] });
export const endOtherSessionsAction = actionOf(endOtherSessions, { revalidate: ['/settings'] });
export const registerAction = publicActionOf(register);
export const forgotPasswordAction = publicActionOf(forgotPassword);
