import { notFound } from 'next/navigation';
import { type DestinationName, refuseDestination } from '@/lib/abilities/destinations';
import { personOf } from '@/lib/auth/read-person';
import { findOwnSession } from '@/lib/auth/scope';

/**
 * For the layout of pages that load in parts: their answer has begun before they are asked, and its status says 200. Each page
 * checks again, because a layout is not asked when a person goes from page to page.
 */
export async function guardSection(name: DestinationName): Promise<void> {
  const session = await findOwnSession();
  if (session && refuseDestination(personOf(session), name)) notFound();
}
