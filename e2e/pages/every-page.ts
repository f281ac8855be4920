import type { Property } from './own-property';
import { flatOf, roomAddress } from './own-property';

/** Every address behind the sign-in that needs only a property, with its English heading. */
export function everyPage(property: Property): { name: string; path: string; heading: string }[] {
  const [room] = flatOf(property, '101');
  if (!room) throw new Error('the property has no room 101');
  const building = encodeURIComponent(property.building);
  return [
    { name: 'overview', path: '/', heading: 'Overview' },
    { name: 'buildings', path: '/buildings', heading: 'Buildings' },
    { name: 'building', path: `/buildings/${building}`, heading: property.building },
    { name: 'room', path: roomAddress(room), heading: 'Room 101' },
    { name: 'masters', path: '/masters', heading: 'Room masters' },
    { name: 'shares', path: '/shares', heading: 'Shares' },
    { name: 'doorcodes', path: '/doorcodes', heading: 'Doorcodes' },
    {
      name: 'new doorcode',
      path: `/doorcodes/new?gid=${room.door.gid}&channel=${room.channel}`,
      heading: 'New doorcode',
    },
    { name: 'events', path: '/events', heading: 'Events' },
    { name: 'door health', path: '/events/health', heading: 'Door health' },
    { name: 'exports', path: '/exports', heading: 'Exports' },
    { name: 'people', path: '/people', heading: 'People' },
    { name: 'import', path: '/people/import', heading: 'Import tenants' },
    { name: 'keys', path: '/keys', heading: 'Keys' },
    { name: 'jobs', path: '/jobs', heading: 'Jobs' },
    { name: 'audit', path: '/audit', heading: 'Audit' },
    { name: 'settings', path: '/settings', heading: 'Settings' },
  ];
}

export const pageNames = [
  'overview',
  'buildings',
  'building',
  'room',
  'masters',
  'shares',
  'doorcodes',
  'new doorcode',
  'events',
  'door health',
  'exports',
  'people',
  'import',
  'keys',
  'jobs',
  'audit',
  'settings',
] as const;

export const strangersPages = ['/login', '/register', '/forgot-password'] as const;
