'use server';

import { actionOf } from '@/lib/http/action';
import { revealFixedPassword } from './verbs';

export const revealFixedPasswordAction = actionOf(revealFixedPassword);
