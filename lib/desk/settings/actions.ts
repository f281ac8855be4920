'use server';

import { actionOf } from '@/lib/http/action';
import { addPhone, removePhone, sendPhones, uploadPicture } from './verbs';

const pages = ['/settings'];

export const uploadPictureAction = actionOf(uploadPicture, { revalidate: pages });
export const addPhoneAction = actionOf(addPhone, { revalidate: pages });
export const removePhoneAction = actionOf(removePhone, { revalidate: pages });
export const sendPhonesAction = actionOf(sendPhones, { revalidate: pages });
