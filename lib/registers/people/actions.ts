'use server';

import { actionOf } from '@/lib/http/action';
import { createPerson, moveOut, removePeople, restorePeople, undoMoveOut, updatePerson } from './verbs';

const pages = ['/people', '/keys'];

export const createPersonAction = actionOf(createPerson, { revalidate: pages });
export const updatePersonAction = actionOf(updatePerson, { revalidate: pages });
export const removePeopleAction = actionOf(removePeople, { revalidate: pages });
export const restorePeopleAction = actionOf(restorePeople, { revalidate: pages });
export const moveOutAction = actionOf(moveOut, { revalidate: pages });
export const undoMoveOutAction = actionOf(undoMoveOut, { revalidate: pages });
