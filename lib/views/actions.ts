'use server';

import { addressOf, viewPages } from '@/lib/abilities/destinations';
import { actionOf } from '@/lib/http/action';
import { createView, overwriteView, removeView, renameView, restoreView } from './verbs';

const pages = viewPages.map(addressOf);

export const createViewAction = actionOf(createView, { revalidate: pages });
export const renameViewAction = actionOf(renameView, { revalidate: pages });
export const overwriteViewAction = actionOf(overwriteView, { revalidate: pages });
export const removeViewAction = actionOf(removeView, { revalidate: pages });
export const restoreViewAction = actionOf(restoreView, { revalidate: pages });
