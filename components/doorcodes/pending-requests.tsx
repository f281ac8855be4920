import { useTranslations } from 'next-intl';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { SafeText } from '@/components/ui/safe-text';

/** Requested codes that no list shows yet, so they are in no row. */
export function PendingRequests({
  requests,
}: {
  requests: { batch: string; name: string; count: number }[];
}) {
  const t = useTranslations('doorcodes');
  return requests.map(({ batch, name, count }) => (
    <Notice
      key={batch}
      className="mb-3"
      action={<Link href={`/doorcodes/issued/${batch}`}>{t('pendingLink')}</Link>}
    >
      <SafeText>{t('pending', { count, name: name || t('unnamed') })}</SafeText>
    </Notice>
  ));
}
