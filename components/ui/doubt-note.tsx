import { useTranslations } from 'next-intl';
import type { Doubt } from '@/lib/auth/standing';
import { Notice } from './notice';

/** Says why a deciding button is disabled. See `useStopped`. */
export function DoubtNote({ doubt, className }: { doubt: Doubt | null; className?: string }) {
  const t = useTranslations('shell.doubt');
  if (!doubt) return null;
  return (
    <Notice tone="warn" {...(className ? { className } : {})}>
      {t(doubt.emptyList ? 'noChangeList' : 'noChange')}
    </Notice>
  );
}
