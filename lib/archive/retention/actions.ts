'use server';

import { actionOf } from '@/lib/http/action';
import { keepAll, removeHold, saveHold, setRule } from './verbs';

export const setRuleAction = actionOf(setRule, { revalidate: ['/buildings/[building]'] });
export const keepAllAction = actionOf(keepAll, { revalidate: ['/buildings/[building]'] });
export const saveHoldAction = actionOf(saveHold, { revalidate: ['/buildings/[building]'] });
export const removeHoldAction = actionOf(removeHold, { revalidate: ['/buildings/[building]'] });
