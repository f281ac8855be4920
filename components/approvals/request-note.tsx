import { useTranslations } from 'next-intl';
import { ErrorNote } from '@/components/ui/error-note';
import { Notice } from '@/components/ui/notice';
import { SafeText } from '@/components/ui/safe-text';
import { labelText } from '@/lib/text/visible-text';
import type { OwnRequest } from './use-own-requests';

/** What became of a request, in the form that made it or has its values. */
export function RequestNote({
  request: { state, decidedBy, reason },
}: {
  request: Pick<OwnRequest, 'state' | 'decidedBy' | 'reason'>;
}) {
  const t = useTranslations('common');
  const name = labelText(decidedBy ?? '');
  switch (state) {
    case 'waiting':
      return <ErrorNote code="approval-needed" />;
    case 'approved':
      return <Notice tone="warn">{t('approvedFirst', { name })}</Notice>;
    case 'refused':
      return (
        <Notice tone="bad">
          <SafeText>{t('approvalRefused', { name, reason })}</SafeText>
        </Notice>
      );
    case 'used':
      return null;
    default:
      return <Notice tone="neutral">{t('approvalEnded')}</Notice>;
  }
}
