import { useTranslations } from 'next-intl';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { SafeText } from '@/components/ui/safe-text';
import type { OpenRequests } from '@/lib/doorcodes/requests';

/** Requested codes that no list shows yet, so they are in no row. */
export function PendingRequests({ requests }: { requests: OpenRequests[] }) {
  const t = useTranslations('doorcodes');
  return requests.map(({ batch, name, count, waiting }) => {
    const named = name.trim() === '' ? 'no' : 'yes';
    return (
      <Notice
        key={batch}
        className="mb-3"
        tone={waiting > 0 ? 'warn' : 'info'}
        action={<Link href={`/doorcodes/issued/${batch}`}>{t('pendingLink', { count })}</Link>}
      >
        {waiting > 0 ? (
          <p>
            <SafeText>{t('pendingWaits', { count: waiting, name, named })}</SafeText>
          </p>
        ) : null}
        {count > waiting ? (
          <p>
            <SafeText>{t('pending', { count: count - waiting, name, named })}</SafeText>
          </p>
        ) : null}
      </Notice>
    );
  });
}
