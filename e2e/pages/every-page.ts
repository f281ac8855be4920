import { addressOf, destinationNames, destinations, refuseDestination } from '@/lib/abilities/destinations';
import type { Grants } from '@/lib/db/tables/members';
import { messages } from '@/lib/i18n/messages/en/messages';
import type { Property } from './own-property';
import { flatOf, roomAddress } from './own-property';

/** Every address behind the sign-in that needs only a property, with its English heading. */
export function everyPage(property: Property): { name: string; path: string; heading: string }[] {
  const [room] = flatOf(property, '101');
  if (!room) throw new Error('the property has no room 101');
  const building = encodeURIComponent(property.building);
  return [
    ...destinationNames.map((name) => ({ name, path: addressOf(name), heading: messages[name].title })),
    { name: 'building', path: `/buildings/${building}`, heading: property.building },
    { name: 'room', path: roomAddress(room), heading: 'Room 101' },
    {
      name: 'new doorcode',
      path: `/doorcodes/new?gid=${room.door.gid}&channel=${room.channel}`,
      heading: 'New doorcode',
    },
    { name: 'door health', path: '/events/health', heading: 'Door health' },
    { name: 'import', path: '/people/import', heading: 'Import tenants' },
  ];
}

export const pageNames = [
  ...destinationNames,
  'building',
  'room',
  'new doorcode',
  'door health',
  'import',
] as const;

/** Those that a member with these rights finds. Requests for approval are open to all who may have asked. */
export function pageNamesOf(grants: Grants): (typeof pageNames)[number][] {
  return pageNames.filter(
    (name) =>
      !destinationNames.some(
        (one) => one === name && !destinations[one].forMembers && refuseDestination({ grants }, one),
      ),
  );
}

export const strangersPages = ['/login', '/register', '/forgot-password'] as const;
