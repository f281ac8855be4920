'use client';

import { Check, Copy } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { RelativeTime } from '@/components/ui/relative-time';
import { TextField } from '@/components/ui/text-field';
import { toast } from '@/components/ui/toast';

/** A link that works once. It is shown only here. */
export function MadeLink({
  title,
  address,
  expiresAt,
  onClose,
  children,
}: {
  title: string;
  address: string;
  expiresAt: string;
  onClose: () => void;
  children?: ReactNode;
}) {
  const t = useTranslations('members.made');
  const common = useTranslations('common');
  const [copied, setCopied] = useState(false);

  async function copy() {
    try {
      await navigator.clipboard.writeText(address);
      setCopied(true);
      toast(common('copied'));
    } catch {
      // Browsers deny the clipboard on plain http, or when the user forbids it.
      toast(common('copyFailed'), { tone: 'bad' });
    }
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      footer={
        <>
          <Button onClick={onClose}>{t('done')}</Button>
          <Button tone="primary" icon={copied ? Check : Copy} onClick={copy}>
            {t('copy')}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        {children}
        <TextField
          label={t('link')}
          description={t.rich('text', { time: () => <RelativeTime at={expiresAt} /> })}
          readOnly
          value={address}
          onFocus={(event) => event.currentTarget.select()}
        />
      </div>
    </Dialog>
  );
}
