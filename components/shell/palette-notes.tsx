'use client';

import { useTranslations } from 'next-intl';

/** Number of hits, what could not be searched, and the keys. */
export function PaletteNotes({
  text,
  count,
  unread,
  searching,
  failed,
  choosing,
}: {
  text: string;
  count: number;
  unread: number;
  searching: boolean;
  failed: boolean;
  choosing: boolean;
}) {
  const t = useTranslations('shell');
  return (
    <>
      <p role="status" className={count > 0 && !failed ? 'sr-only' : 'px-4 pt-1 pb-5 text-center text-muted'}>
        <span>{failed ? t('palette.failed') : searching ? t('palette.searching') : null}</span>
        <span>{!failed && !searching && count === 0 ? t('palette.nothing', { text }) : null}</span>
        <span>{count > 0 && text && !searching ? t('palette.results', { count }) : null}</span>
      </p>
      {unread > 0 && !searching ? (
        <p className="border-line border-t px-4 py-2 text-muted text-xs">
          {t('palette.unread', { count: unread })}
        </p>
      ) : null}
      <p className="border-line border-t px-4 py-2 text-muted text-xs pointer-coarse:hidden">
        {choosing ? t('palette.hintActions') : t('palette.hint')}
      </p>
    </>
  );
}
