'use server';

import { actionOf } from '@/lib/http/action';
import { assignMaster, removeMaster, replaceMaster, startMastersJob } from './verbs';

const pages = ['/masters', '/'];

export const assignMasterAction = actionOf(assignMaster, { revalidate: pages });
export const replaceMasterAction = actionOf(replaceMaster, { revalidate: pages });
export const removeMasterAction = actionOf(removeMaster, { revalidate: pages });
export const startMastersJobAction = actionOf(startMastersJob, { revalidate: ['/jobs'] });
