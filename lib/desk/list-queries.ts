import type { z } from 'zod';
import type { ViewPage } from '@/lib/abilities/destinations';
import { healthQuery } from '@/lib/archive/health/schema';
import { eventsQuery } from '@/lib/archive/search/schema';
import type { Scope } from '@/lib/auth/scope';
import { buildingsQuery } from '@/lib/buildings/schema';
import { doorcodesQuery } from '@/lib/doorcodes/schema';
import { filesQuery } from '@/lib/files/schema';
import { jobsQuery } from '@/lib/jobs/schema';
import { mastersQuery } from '@/lib/masters/schema';
import { keysQuery } from '@/lib/registers/keys/schema';
import { peopleQuery } from '@/lib/registers/people/schema';
import { roomsQuery } from '@/lib/rooms/schema';
import { sharesQuery } from '@/lib/shares/schema';
import type { SavedView } from '@/lib/views/data';
import { openView } from '@/lib/views/open-view';
import { openingAddress, viewAddress } from '@/lib/views/view-address';
import { auditQuery } from './audit/schema';

/** The schema of each page that has saved views. */
const listQueries: Record<ViewPage, z.ZodObject> = {
  audit: auditQuery,
  buildings: buildingsQuery,
  doorcodes: doorcodesQuery,
  events: eventsQuery,
  exports: filesQuery,
  health: healthQuery,
  jobs: jobsQuery,
  keys: keysQuery,
  masters: mastersQuery,
  people: peopleQuery,
  rooms: roomsQuery,
  shares: sharesQuery,
};

/**
 * Where a link to a saved view leads. Not through `?open=`, whose redirect empties the page until the next answer.
 * Only if a filter of the view has nothing left, the page has to say that.
 */
export function findViewAddress(scope: Scope, view: SavedView): string {
  const { unread, address } = openView(scope, listQueries[view.page], view.query);
  return unread.length > 0 ? openingAddress(view) : viewAddress({ ...view, query: address });
}
