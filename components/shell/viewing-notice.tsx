'use client';

import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { leavePage } from '@/components/auth/fetch-in-background';
import { Button } from '@/components/ui/button';
import { ErrorNote } from '@/components/ui/error-note';
import { Notice } from '@/components/ui/notice';
import type { ErrorCode } from '@/lib/errors';
import { answerOf } from '@/lib/http/call-action';
import { endViewAsAction } from '@/lib/members/sessions/actions';
import { labelText } from '@/lib/text/visible-text';

/** On every page while an owner looks at the desk as a member would. */
export function ViewingNotice({ name }: { name: string }) {
  const t = useTranslations('shell.viewing');
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const [pending, startTransition] = useTransition();

  function end() {
    setFailure(null);
    startTransition(async () => {
      const result = await leavePage(() => answerOf(endViewAsAction({})));
      // Each page shows something else now, also those that the router keeps.
      if (result.ok) window.location.assign('/members');
      else setFailure(result.code);
    });
  }

  return (
    <div className="sticky top-0 z-20 mb-4 max-md:top-12">
      <Notice
        tone="info"
        title={t('title', { name: labelText(name) })}
        action={
          <Button size="small" pending={pending} onClick={end}>
            {t('end', { name: labelText(name) })}
          </Button>
        }
      >
        {t('text')}
      </Notice>
      {failure ? <ErrorNote code={failure} /> : null}
    </div>
  );
}
