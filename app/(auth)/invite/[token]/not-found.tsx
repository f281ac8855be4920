import { getTranslations } from 'next-intl/server';
import { ButtonLink } from '@/components/ui/button-link';
import { Notice } from '@/components/ui/notice';

/** For links that were used, revoked or too old, and for those that never were. */
export default async function EndedLink() {
  const t = await getTranslations();
  return (
    <div className="flex flex-col items-start gap-4">
      <h1 className="font-semibold text-xl">{t('invitation.ended')}</h1>
      <Notice tone="warn" title={t('errors.codes.link-ended.title')}>
        {t('errors.codes.link-ended.text')}
      </Notice>
      <ButtonLink href="/login">{t('invitation.toSignIn')}</ButtonLink>
    </div>
  );
}
