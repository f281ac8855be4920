import { getTranslations } from 'next-intl/server';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { loadExposedPasswords } from '@/lib/auth/exposed-password';
import { mayInWorkspace } from '@/lib/auth/grants';
import type { Scope } from '@/lib/auth/scope';
import { labelText } from '@/lib/text/visible-text';

/** Vendor passwords that a removed member knows, for those who can give Doordesk a new one. */
export async function ExposedNotice({ scope, link = false }: { scope: Scope; link?: boolean }) {
  if (!mayInWorkspace(scope, 'connections')) return null;
  const exposed = await loadExposedPasswords(scope);
  if (exposed.length === 0) return null;
  const t = await getTranslations();
  return exposed.map(({ account, knownTo }) => {
    const name = labelText(knownTo);
    return (
      <Notice
        key={`${account} ${knownTo}`}
        tone="warn"
        className="mb-4"
        title={t('members.exposed.title', { account: labelText(account), name })}
        action={link ? <Link href="/connections">{t('connections.title')}</Link> : null}
      >
        {t('members.exposed.text', { name })}
      </Notice>
    );
  });
}
