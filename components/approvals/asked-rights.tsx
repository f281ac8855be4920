import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { SafeText } from '@/components/ui/safe-text';
import { compareGrants } from '@/lib/auth/compare-grants';
import { withoutIncluded } from '@/lib/auth/grants';
import type { Grants } from '@/lib/db/tables/members';
import type { ApprovalRow } from '@/lib/desk/approvals/data';

/** All that a request gives or takes away, as entries of a list: who decides agrees to no more than they read. */
export function useFactEntries({
  facts: { grants, before, email, above },
}: Pick<ApprovalRow, 'facts'>): { term: string; value: ReactNode }[] {
  const t = useTranslations('approvals');
  const entries: { term: string; value: ReactNode }[] = [];
  if (email !== undefined)
    entries.push({ term: t('email'), value: email ? <SafeText>{email}</SafeText> : t('noEmail') });
  if (grants && !before) entries.push({ term: t('may'), value: <Rights grants={grants} /> });
  if (grants && before) {
    const { gets, loses } = compareGrants(before, grants);
    if (hasAny(gets)) entries.push({ term: t('gets'), value: <Rights grants={gets} /> });
    if (hasAny(loses)) entries.push({ term: t('loses'), value: <Rights grants={loses} /> });
  }
  if (above) {
    const { from, to } = above;
    entries.push({
      term: t('limit'),
      value: to === null ? t('limitOff', { from }) : t('limitTo', { from, to }),
    });
  }
  return entries;
}

function hasAny({ workspace, everywhere, buildings }: Grants): boolean {
  return workspace.length + everywhere.length + buildings.length > 0;
}

function Rights({ grants: { workspace, everywhere, buildings } }: { grants: Grants }) {
  const t = useTranslations('members');
  const common = useTranslations('common');
  const listed = (names: readonly (Grants['workspace'][number] | Grants['everywhere'][number])[]) =>
    withoutIncluded(names)
      .map((name) => t(`capabilities.${name}`))
      .join(common('listComma'));
  return (
    <ul>
      {everywhere.length > 0 ? <Place name={t('form.inAll')} rights={listed(everywhere)} /> : null}
      {buildings.map(({ name, capabilities }) => (
        <Place key={name} name={name} rights={listed(capabilities)} />
      ))}
      {workspace.length > 0 ? <Place name={t('form.inWorkspace')} rights={listed(workspace)} /> : null}
    </ul>
  );
}

function Place({ name, rights }: { name: string; rights: string }) {
  const t = useTranslations('approvals');
  return (
    <li className="break-words">
      <SafeText>{t('rightsIn', { where: name, rights })}</SafeText>
    </li>
  );
}
