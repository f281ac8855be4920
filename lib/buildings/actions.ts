'use server';

import { actionOf } from '@/lib/http/action';
import { chooseZone, saveBuildingDetails, saveDoorDetails } from './verbs';

export const saveBuildingDetailsAction = actionOf(saveBuildingDetails, {
  revalidate: ['/buildings', '/buildings/[building]'],
});
export const chooseZoneAction = actionOf(chooseZone, {
  revalidate: ['/', '/buildings', '/buildings/[building]', '/doorcodes', '/events'],
});
export const saveDoorDetailsAction = actionOf(saveDoorDetails, {
  revalidate: ['/buildings', '/buildings/[building]'],
});
