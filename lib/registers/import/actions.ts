'use server';

import { actionOf } from '@/lib/http/action';
import { importPeople } from './verbs';

const pages = ['/people', '/keys'];

export const importPeopleAction = actionOf(importPeople, { revalidate: pages });
