'use server';

import { actionOf } from '@/lib/http/action';
import {
  addConnection,
  connectAccount,
  giveConnectionPassword,
  pauseConnection,
  removeConnection,
  resumeConnection,
} from './verbs';

const pages = ['/connections', '/'];

export const addConnectionAction = actionOf(addConnection, { revalidate: ['/'] });
export const connectAccountAction = actionOf(connectAccount, { revalidate: pages });
export const pauseConnectionAction = actionOf(pauseConnection, { revalidate: pages });
export const resumeConnectionAction = actionOf(resumeConnection, { revalidate: pages });
export const removeConnectionAction = actionOf(removeConnection, { revalidate: pages });
export const giveConnectionPasswordAction = actionOf(giveConnectionPassword, { revalidate: pages });
