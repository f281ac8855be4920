'use server';

import { actionOf } from '@/lib/http/action';
import { endViewAs, switchWorkspace, viewAsMember } from './verbs';

// The browser loads all pages again afterwards: each shows something else.
export const viewAsMemberAction = actionOf(viewAsMember);
export const endViewAsAction = actionOf(endViewAs);
export const switchWorkspaceAction = actionOf(switchWorkspace);
