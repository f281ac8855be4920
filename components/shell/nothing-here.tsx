import { DoorClosed } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { buttonClasses } from '@/components/ui/button';

/** The same words for what does not exist and for what is another's: the difference would tell a stranger something. */
export function NothingHere() {
  const t = useTranslations('shell.notFound');
  return (
    <div className="mx-auto flex max-w-md flex-col items-center px-6 py-24 text-center">
      <DoorClosed aria-hidden className="mb-4 size-7 text-faint" strokeWidth={1.5} />
      <h1 className="text-lg">{t('title')}</h1>
      <p className="mt-2 text-balance text-muted">{t('text')}</p>
      {/* A plain link: the router's would be in the scripts of every page, for the sake of one that is hardly seen. */}
      <a href="/" className={buttonClasses({}, 'mt-5')}>
        {t('home')}
      </a>
    </div>
  );
}
