'use server';

import { actionOf } from '@/lib/http/action';
import { issueDoorcodes, retryDoorcodes, revokeDoorcode, startDoorcodesJob } from './verbs';

export const issueDoorcodesAction = actionOf(issueDoorcodes, { revalidate: ['/doorcodes', '/'] });
export const retryDoorcodesAction = actionOf(retryDoorcodes, { revalidate: ['/doorcodes', '/'] });
export const revokeDoorcodeAction = actionOf(revokeDoorcode, { revalidate: ['/doorcodes', '/'] });
export const startDoorcodesJobAction = actionOf(startDoorcodesJob, { revalidate: ['/jobs'] });
