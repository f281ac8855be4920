import { notFound } from 'next/navigation';
import { requireScope } from '@/lib/auth/scope';

/** Unknown addresses after sign-in. Navigation and shortcuts stay. */
export default async function MissingPage() {
  await requireScope();
  notFound();
}
