import { useLocale, useTranslations } from 'next-intl';
import type { Doubt } from '@/lib/auth/standing';
import { listNames } from '@/lib/text/list-names';
import { labelText } from '@/lib/text/visible-text';
import { Notice } from './notice';

/** Says why a deciding button is disabled. See `useStopped`. */
export function DoubtNote({ doubt, className }: { doubt: Doubt | null; className?: string }) {
  if (!doubt) return null;
  return (
    <Notice tone="warn" {...(className ? { className } : {})}>
      <DoubtText doubt={doubt} deed="noChange" />
    </Notice>
  );
}

export function DoubtText({ doubt, deed }: { doubt: Doubt; deed: 'noChange' | 'noExport' }) {
  const t = useTranslations('shell.doubt');
  const { member, emptyList } = doubt;
  const which = emptyList ? 'noChangeList' : deed;
  const account = useAccountWords(member);
  return <span>{member ? t(`member.stopped.${which}`, { account }) : t(which)}</span>;
}

/** Whose passwords are in doubt, in words. */
export function useAccountWords(member: Doubt['member']): string {
  const t = useTranslations('shell.doubt.member');
  const locale = useLocale();
  const names = (member?.accounts ?? []).map((account) =>
    account === null ? t('someAccount') : labelText(account),
  );
  return listNames(names, { locale, type: 'conjunction' });
}
