'use client';

import { Check, Copy } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { IconButton } from './button';
import { cx } from './classes';
import { SafeText } from './safe-text';
import { toast } from './toast';

/** Digits that a person reads out or types: in groups of four, with a copy button. */
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
          // One line, because people compare digits at a glance. A blank in the code is a character of it.
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

/** Copies a text and says so, also to screen readers. */
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
      // Browsers deny the clipboard on plain http, or when the user forbids it.
      toast(t('copyFailed'), { tone: 'bad' });
    }
  }

  return (
    <span data-chrome className="-my-2 pointer-coarse:-my-3">
      <IconButton size="small" icon={copied ? Check : Copy} label={label ?? t('copy')} onClick={copy} />
    </span>
  );
}
