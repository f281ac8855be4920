'use client';

import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import type { ErrorCode } from '@/lib/errors';
import { buttonClasses } from './button';
import { Dialog } from './dialog';
import { useErrorWords } from './error-note';

/** Covers a page whose session has ended, or is of another person or workspace by now. What was typed is kept behind it. */
export function SessionOver({ code }: { code: Extract<ErrorCode, 'signed-out' | 'other-workspace'> }) {
  const t = useTranslations('common');
  const { title, text } = useErrorWords(code);
  useEffect(() => {
    document.documentElement.dataset.sessionOver = '';
    return () => {
      delete document.documentElement.dataset.sessionOver;
    };
  }, []);
  const isOut = code === 'signed-out';
  return (
    <Dialog
      open
      locked
      size="small"
      onClose={() => {}}
      title={title}
      footer={
        // A new page without the router: nothing of the page may stay. The sign-in page then says why the session ended.
        <a
          data-returns={isOut || undefined}
          data-first-focus
          className={buttonClasses({ tone: 'primary' })}
          href={isOut ? `${location.pathname}${location.search}${location.hash}` : '/'}
        >
          {t(isOut ? 'signInAgain' : 'openWorkspace')}
        </a>
      }
    >
      <p data-session-over>{isOut ? t('sessionOver') : text}</p>
    </Dialog>
  );
}
