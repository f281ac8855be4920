'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Notice } from '@/components/ui/notice';
import type { DoorcodeRow } from '@/lib/doorcodes/data';
import { DoorcodeTicket } from './doorcode-ticket';
import { RevokeDialog } from './revoke-dialog';

/** A doorcode's page. null: the cloud no longer lists it. */
export function DoorcodeView({ row, mayRevoke }: { row: DoorcodeRow | null; mayRevoke: boolean }) {
  const t = useTranslations('doorcodes.request.gone');
  const [revoking, setRevoking] = useState<DoorcodeRow | null>(null);
  return (
    <>
      {row ? (
        <DoorcodeTicket row={row} {...(mayRevoke ? { onRevoke: () => setRevoking(row) } : {})} />
      ) : (
        <Notice tone="neutral" title={t('title')}>
          {t('text')}
        </Notice>
      )}
      <RevokeDialog code={revoking} onClose={() => setRevoking(null)} />
    </>
  );
}
