import { useLocale, useTranslations } from 'next-intl';
import { FoldOnPhone } from '@/components/ui/fold-on-phone';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import type { ExposedPassword } from '@/lib/auth/exposed-password';
import { listNames } from '@/lib/text/list-names';
import { labelText } from '@/lib/text/visible-text';

/** One notice for all accounts: a removed member may have known several passwords. */
export function ExposedList({ exposed, link }: { exposed: readonly ExposedPassword[]; link: boolean }) {
  const t = useTranslations();
  const locale = useLocale();
  const namesOf = (some: readonly ExposedPassword[]) =>
    listNames([...new Set(some.map(({ knownTo }) => labelText(knownTo)))], { locale, type: 'conjunction' });
  const [first, ...others] = [...new Set(exposed.map(({ account }) => account))].map((account) => ({
    account: labelText(account),
    name: namesOf(exposed.filter((one) => one.account === account)),
  }));
  if (!first) return null;
  const isOne = others.length === 0;
  const lines = [first, ...others];
  const people = {
    name: namesOf(exposed),
    count: new Set(exposed.map(({ knownTo }) => knownTo)).size,
  };
  return (
    <Notice
      tone="warn"
      className="mb-4"
      title={
        isOne ? t('members.exposed.title', first) : t('members.exposed.several', { count: lines.length })
      }
      action={link ? <Link href="/connections">{t('connections.title')}</Link> : null}
    >
      {isOne ? null : (
        <ul className="mb-1 list-disc pl-5">
          {lines.map((line) => (
            <li key={line.account} className="break-words">
              {t('members.exposed.line', line)}
            </li>
          ))}
        </ul>
      )}
      <FoldOnPhone words={{ more: t('common.whatItMeans'), less: t('common.less') }}>
        {t(isOne ? 'members.exposed.text' : 'members.exposed.severalText', people)}
      </FoldOnPhone>
    </Notice>
  );
}
