'use client';

import { Check, Copy } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { IconButton } from './button';
import { cx } from './classes';
import { SafeText } from './safe-text';
import { toast } from './toast';

/** Digits that a person reads out or types: in groups of four, read digit by digit, with a copy button. */
export function Code({
  value,
  size = 'normal',
  copy = true,
}: {
  value: string;
  size?: 'normal' | 'large';
  copy?: boolean;
}) {
  const groups = /^\d+$/.test(value) ? value.match(/\d{1,4}/g) : null;
  return (
    <span className="inline-flex items-center gap-1">
      <code
        className={cx(
          // In one line, because digits are compared at a glance; a blank of the code's own is one of its signs.
          'tabular whitespace-pre font-sans',
          size === 'large' ? 'font-semibold text-2xl tracking-wide' : 'font-medium',
        )}
      >
        {groups ? (
          <>
            <span aria-hidden>{groups.join('\u2009')}</span>
            <span className="sr-only">{[...value].join(' ')}</span>
          </>
        ) : (
          <SafeText>{value}</SafeText>
        )}
      </code>
      {copy ? <CopyButton text={value} /> : null}
    </span>
  );
}

/** Copies a text and says so, on the button and to screen readers. */
function CopyButton({ text, label }: { text: string; label?: string }) {
  const t = useTranslations('common');
  const [copied, setCopied] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => setCopied(false), 1500);
      toast(t('copied'));
    } catch {
      // Clipboards are closed to pages on plain http and to who forbids it.
      toast(t('copyFailed'), { tone: 'bad' });
    }
  }

  return (
    <span data-chrome className="-my-2 pointer-coarse:-my-3">
      <IconButton size="small" icon={copied ? Check : Copy} label={label ?? t('copy')} onClick={copy} />
    </span>
  );
}
