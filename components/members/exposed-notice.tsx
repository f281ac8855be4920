import { loadExposedPasswords } from '@/lib/auth/exposed-password';
import { mayInWorkspace } from '@/lib/auth/grants';
import type { Scope } from '@/lib/auth/scope';
import { ExposedList } from './exposed-list';

/** Vendor passwords that removed members know, for those who can give Doordesk new ones. */
export async function ExposedNotice({ scope, link = false }: { scope: Scope; link?: boolean }) {
  if (!mayInWorkspace(scope, 'connections')) return null;
  return <ExposedList exposed={await loadExposedPasswords(scope)} link={link} />;
}
