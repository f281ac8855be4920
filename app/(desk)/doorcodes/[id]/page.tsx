import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { DoorcodeTicket } from '@/components/doorcodes/doorcode-ticket';
import { PageHeader } from '@/components/ui/page-header';
import { SafeText } from '@/components/ui/safe-text';
import { requireScope } from '@/lib/auth/scope';
import { refuseDoorcode } from '@/lib/doorcodes/ability';
import { findDoorcodes } from '@/lib/doorcodes/data';
import { ClientMessages } from '@/lib/i18n/client-messages';

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('doorcodes');
  return { title: t('title') };
}

/** One doorcode to show, copy, print or revoke. Once it is revoked there is nothing to show. */
export default async function DoorcodePage({ params }: Props) {
  const scope = await requireScope();
  const [t, [row]] = await Promise.all([
    getTranslations('doorcodes'),
    findDoorcodes(scope, [(await params).id]),
  ]);
  if (!row) notFound();
  return (
    <ClientMessages use={['doorcodes', 'jobs']}>
      <PageHeader
        title={<SafeText>{row.name.trim() || t('unnamed')}</SafeText>}
        crumbs={[{ label: t('title'), href: '/doorcodes' }]}
      />
      <DoorcodeTicket row={row} mayRevoke={refuseDoorcode(scope, row, 'revoke') === null} />
    </ClientMessages>
  );
}
