import { useTranslations } from 'next-intl';
import { SafeText } from '@/components/ui/safe-text';

/** Names the account that a change went through. Shows nothing where a workspace has only one. */
export function Through({ account }: { account: string | null | undefined }) {
  const t = useTranslations('jobs.through');
  if (!account) return null;
  return (
    <p className="text-muted text-sm">
      {t.rich('done', { account: () => <SafeText key="account">{account}</SafeText> })}
    </p>
  );
}
