import { useTranslations } from 'next-intl';
import type { OwnRequest } from '@/components/approvals/use-own-requests';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { labelText } from '@/lib/text/visible-text';

/** What the person asked for here and is not done yet. A press fills the form with its values. */
export function AskedBefore({
  requests,
  onTake,
}: {
  requests: readonly OwnRequest[];
  onTake: (request: OwnRequest) => void;
}) {
  const t = useTranslations('members.asked');
  return requests.map((request) => {
    const { id, state, subject, askedAt, decidedBy } = request;
    const time = () => <RelativeTime key="time" at={askedAt} />;
    const name = labelText(subject);
    return (
      <Notice
        key={id}
        tone="neutral"
        action={
          <Button
            size="small"
            aria-label={t('takeOne', { name })}
            onClick={({ currentTarget }) => {
              // The button goes, so the focus moves to what it fills in.
              currentTarget.closest('form')?.querySelector('input')?.focus();
              onTake(request);
            }}
          >
            {t('take')}
          </Button>
        }
      >
        {state === 'approved' ? (
          <span key="approved">{t.rich('approved', { name, by: labelText(decidedBy ?? ''), time })}</span>
        ) : (
          <span key="waiting">{t.rich('waiting', { name, time })}</span>
        )}
      </Notice>
    );
  });
}
