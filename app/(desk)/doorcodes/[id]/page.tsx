import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { CodeUses } from '@/components/doorcodes/code-uses';
import { DoorcodeView } from '@/components/doorcodes/doorcode-view';
import { PageHeader } from '@/components/ui/page-header';
import { SafeText } from '@/components/ui/safe-text';
import { refuseDoorcode } from '@/lib/abilities/doorcodes';
import { requireScope } from '@/lib/auth/scope';
import { findDoorcode } from '@/lib/doorcodes/find-doorcode';
import { findUses } from '@/lib/doorcodes/find-uses';

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('doorcodes');
  return { title: t('title') };
}

/** One doorcode to show, copy, print or revoke. After it was revoked, only its name. */
export default async function DoorcodePage({ params }: Props) {
  const scope = await requireScope();
  const id = z.uuid().safeParse((await params).id);
  if (!id.success) notFound();
  const [t, found, uses] = await Promise.all([
    getTranslations('doorcodes'),
    findDoorcode(scope, id.data),
    findUses(scope, id.data),
  ]);
  if (!found) notFound();
  const { row, name } = found;
  return (
    <>
      <PageHeader
        title={<SafeText>{name.trim() || t('unnamed')}</SafeText>}
        crumbs={[{ label: t('title'), href: '/doorcodes' }]}
      />
      <DoorcodeView row={row} mayRevoke={row !== null && refuseDoorcode(scope, row, 'revoke') === null} />
      {uses ? <CodeUses scope={scope} uses={uses} zone={row?.zone} /> : null}
    </>
  );
}
