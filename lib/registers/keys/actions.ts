'use server';

import { actionOf } from '@/lib/http/action';
import {
  createKey,
  removeKeys,
  reportKeysLost,
  restoreKeys,
  returnKeys,
  undoEndKeys,
  updateKey,
} from './verbs';

const pages = ['/keys', '/people'];

export const createKeyAction = actionOf(createKey, { revalidate: pages });
export const updateKeyAction = actionOf(updateKey, { revalidate: pages });
export const returnKeysAction = actionOf(returnKeys, { revalidate: pages });
export const reportKeysLostAction = actionOf(reportKeysLost, { revalidate: pages });
export const undoEndKeysAction = actionOf(undoEndKeys, { revalidate: pages });
export const removeKeysAction = actionOf(removeKeys, { revalidate: pages });
export const restoreKeysAction = actionOf(restoreKeys, { revalidate: pages });
