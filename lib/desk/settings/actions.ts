'use server';

import { actionOf } from '@/lib/http/action';
import {
  addPhone,
  giveArchiveConsent,
  removePhone,
  sendPhones,
  uploadPicture,
  withdrawArchiveConsent,
} from './verbs';

const pages = ['/settings'];

export const uploadPictureAction = actionOf(uploadPicture, { revalidate: pages });
export const addPhoneAction = actionOf(addPhone, { revalidate: pages });
export const removePhoneAction = actionOf(removePhone, { revalidate: pages });
export const sendPhonesAction = actionOf(sendPhones, { revalidate: pages });
export const giveArchiveConsentAction = actionOf(giveArchiveConsent, { revalidate: pages });
export const withdrawArchiveConsentAction = actionOf(withdrawArchiveConsent, { revalidate: pages });
