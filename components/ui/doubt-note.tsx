import { useTranslations } from 'next-intl';
import type { Doubt } from '@/lib/auth/standing';
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
  const account = labelText(member?.account ?? t('member.someAccount'));
  return <span>{member ? t(`member.stopped.${which}`, { account }) : t(which)}</span>;
}
