import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { IssuedList } from '@/components/doorcodes/issued-list';
import { ButtonLink } from '@/components/ui/button-link';
import { PageHeader } from '@/components/ui/page-header';
import { SafeText } from '@/components/ui/safe-text';
import { requireScope } from '@/lib/auth/scope';
import { readBatch } from '@/lib/doorcodes/requests';
import { batchQuery } from '@/lib/doorcodes/schema';
import { jobOfRequest } from '@/lib/jobs/mutations';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('doorcodes');
  return { title: t('title') };
}

/** The doorcodes of one sent form, also those that are not confirmed yet. */
export default async function IssuedPage({ params }: { params: Promise<{ batch: string }> }) {
  const scope = await requireScope();
  const parsed = batchQuery.safeParse(await params);
  const [rows, jobId] = parsed.success
    ? await Promise.all([readBatch(scope, parsed.data.batch), jobOfRequest(scope, parsed.data.batch)])
    : [null, null];
  const [first] = rows ?? [];
  if (!parsed.success || !rows || !first) notFound();
  const t = await getTranslations('doorcodes');
  const named = { name: first.name, named: first.name ? 'yes' : 'no' };
  return (
    <>
      <PageHeader
        title={
          <SafeText>
            {rows.length > 1 ? t('issued.many', { count: rows.length, ...named }) : t('issued.title', named)}
          </SafeText>
        }
        crumbs={[{ label: t('title'), href: '/doorcodes' }]}
        actions={
          <>
            {jobId ? <ButtonLink href={`/jobs/${jobId}`}>{t('issued.job')}</ButtonLink> : null}
            <ButtonLink href="/doorcodes/new">{t('issued.another')}</ButtonLink>
          </>
        }
      />
      <IssuedList batch={parsed.data.batch} first={rows} />
    </>
  );
}
