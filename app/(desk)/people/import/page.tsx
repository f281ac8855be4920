import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { ImportPeople } from '@/components/people/import-people';
import { RegisterNotice, RegisterRefused } from '@/components/registers/register-page';
import { PageHeader } from '@/components/ui/page-header';
import { refuseRegister } from '@/lib/abilities/registers';
import { maySomewhere } from '@/lib/auth/grants';
import { requireScope } from '@/lib/auth/scope';
import { mostBytes } from '@/lib/registers/import/decode-file';
import { mostRows } from '@/lib/registers/import/read-table';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('people.import');
  return { title: t('title') };
}

export default async function ImportPeoplePage() {
  const scope = await requireScope();
  if (!maySomewhere(scope, 'registers')) notFound();
  const t = await getTranslations('people');
  const header = (
    <PageHeader
      title={t('import.title')}
      description={t('import.intro')}
      crumbs={[{ label: t('title'), href: '/people' }]}
    />
  );
  if (refuseRegister(scope)) {
    return (
      <>
        {header}
        <RegisterRefused title={t('notAllowed.title')} text={t('notAllowed.text')} />
      </>
    );
  }
  return (
    <>
      {header}
      <RegisterNotice>{t('registerOnly')}</RegisterNotice>
      <ImportPeople mostRows={mostRows} mostBytes={mostBytes} />
    </>
  );
}
