import { DoorClosed } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { buttonClasses } from '@/components/ui/button';

/** One text for what does not exist and for what belongs to another account: a difference would reveal something. */
export function NothingHere() {
  const t = useTranslations('shell.notFound');
  return (
    <div className="mx-auto flex max-w-md flex-col items-center px-6 py-24 text-center">
      <DoorClosed aria-hidden className="mb-4 size-7 text-faint" strokeWidth={1.5} />
      <h1 className="text-lg">{t('title')}</h1>
      <p className="mt-2 text-balance text-muted">{t('text')}</p>
      {/* A plain link keeps the router's link out of every page's scripts. */}
      <a href="/" className={buttonClasses({}, 'mt-5')}>
        {t('home')}
      </a>
    </div>
  );
}
