import { useTranslations } from 'next-intl';
import type { OwnRequest } from '@/components/approvals/use-own-requests';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { labelText } from '@/lib/text/visible-text';

/** An open request of this person to loosen the second pair of eyes. */
export function AskedSetting({
  request: { state, decidedBy, facts },
}: {
  request: Pick<OwnRequest, 'state' | 'decidedBy' | 'facts'>;
}) {
  const t = useTranslations('members.settings');
  const common = useTranslations('common');
  if (!facts.above) return null;
  const { to } = facts.above;
  const what = to === null ? 'Off' : 'Number';
  if (state === 'approved')
    return (
      <Notice tone="warn">
        {t(`approved${what}`, { name: labelText(decidedBy ?? ''), number: to ?? 0 })}
      </Notice>
    );
  return (
    <Notice tone="warn">
      <span>{t(`waits${what}`, { number: to ?? 0 })} </span>
      <Link href="/approvals">{common('openApprovals')}</Link>
    </Notice>
  );
}
