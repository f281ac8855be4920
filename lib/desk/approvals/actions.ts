'use server';

import { actionOf } from '@/lib/http/action';
import { approveRequest, refuseRequest, withdrawRequest } from './verbs';

export const approveRequestAction = actionOf(approveRequest, { revalidate: ['/approvals'] });
export const refuseRequestAction = actionOf(refuseRequest, { revalidate: ['/approvals'] });
export const withdrawRequestAction = actionOf(withdrawRequest, { revalidate: ['/approvals'] });
