import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { describeMakers } from '@/components/doorcodes/describe-makers';
import { JobView } from '@/components/jobs/job-view';
import { PageHeader } from '@/components/ui/page-header';
import { SafeText } from '@/components/ui/safe-text';
import { mayInWorkspace, maySomewhere } from '@/lib/auth/grants';
import { isVendorClosed } from '@/lib/auth/read-person';
import { requireScope } from '@/lib/auth/scope';
import { refuseJob } from '@/lib/bulk/ability';
import { readJob, readJobApproval, readSteps } from '@/lib/jobs/data';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('jobs');
  return { title: t('title') };
}

export default async function JobPage({ params }: { params: Promise<{ id: string }> }) {
  const scope = await requireScope();
  const id = z.uuid().safeParse((await params).id);
  if (!id.success) notFound();
  const [t, made, madeBy, job, approval, steps, refusal, closed] = await Promise.all([
    getTranslations('jobs'),
    getTranslations('table.codes'),
    describeMakers(scope, { words: 'codesBy' }),
    readJob(scope, id.data),
    readJobApproval(scope, id.data),
    readSteps(scope, id.data),
    refuseJob(scope, { jobId: id.data }),
    isVendorClosed(scope.workspaceId),
  ]);
  if (!job) notFound();
  return (
    <>
      <PageHeader
        title={
          <SafeText>
            {t(`kinds.${job.kind}`, {
              master: job.params.master ?? '',
              name: job.params.doorcode?.name || made('unnamed'),
            })}
          </SafeText>
        }
        {...(job.kind.endsWith('-doorcodes') ? { description: madeBy } : {})}
        crumbs={[{ label: t('title'), href: '/jobs' }]}
      />
      <JobView
        key={job.id}
        job={job}
        approval={approval}
        steps={steps}
        may={{
          change: refusal === null,
          export: maySomewhere(scope, 'export'),
          connect: mayInWorkspace(scope, 'connections'),
        }}
        member={scope.member ? { account: scope.account, closed } : null}
      />
    </>
  );
}
