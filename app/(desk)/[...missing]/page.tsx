import { notFound } from 'next/navigation';
import { requireScope } from '@/lib/auth/scope';

/** Addresses that do not exist, within the desk: the rail stays, and so do its keys. */
export default async function MissingPage() {
  await requireScope();
  notFound();
}
