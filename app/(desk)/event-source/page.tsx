import { notFound, redirect } from 'next/navigation';
import { requireScope } from '@/lib/auth/scope';
import { eventSourceQuery, findEventSource } from '@/lib/desk/find-event-source';
import type { SearchRecord } from '@/lib/table/search-params';

/** Leads to the doorcode or person behind an event. Found when it is asked for, so that lists of events need no more queries. */
export default async function EventSourcePage({ searchParams }: { searchParams: Promise<SearchRecord> }) {
  const source = eventSourceQuery.safeParse(await searchParams);
  if (!source.success) notFound();
  redirect(await findEventSource(await requireScope(), source.data));
}
