'use server';

import { actionOf } from '@/lib/http/action';
import { deleteFile, deleteSchedule, pauseSchedule, saveSchedule } from './verbs';

const pages = ['/exports'];

export const saveScheduleAction = actionOf(saveSchedule, { revalidate: pages });
export const pauseScheduleAction = actionOf(pauseSchedule, { revalidate: pages });
export const deleteScheduleAction = actionOf(deleteSchedule, { revalidate: pages });
export const deleteFileAction = actionOf(deleteFile, { revalidate: pages });
