'use server';

import { actionOf } from '@/lib/http/action';
import { addShare, removeShare, startSharesJob } from './verbs';

export const addShareAction = actionOf(addShare, { revalidate: ['/shares'] });
export const removeShareAction = actionOf(removeShare, { revalidate: ['/shares'] });
export const startSharesJobAction = actionOf(startSharesJob, { revalidate: ['/jobs'] });
