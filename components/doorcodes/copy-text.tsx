'use client';

import { ChevronDown, ClipboardCopy } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { Button, buttonClasses } from '@/components/ui/button';
import { Menu } from '@/components/ui/menu';
import { toast } from '@/components/ui/toast';
import { jsonRequest, readAnswer } from '@/lib/http/read-answer';
import { type Locale, locales } from '@/lib/i18n/preferences/names';

/** Copies what a visitor needs, in the page's language or another one. */
export function CopyText({ ids, label, copied }: { ids: string[]; label: string; copied: string }) {
  const t = useTranslations('doorcodes.ticket');
  const common = useTranslations('common');
  const languages = useTranslations('shell.languages');
  const locale = useLocale();

  async function copy(language: Locale) {
    const text = readTexts(ids, language);
    try {
      await writeClipboard(text);
      toast(copied);
    } catch {
      toast(common('copyFailed'), { tone: 'bad' });
    }
  }

  return (
    <span className="inline-flex">
      <Button
        size="small"
        icon={ClipboardCopy}
        className="rounded-r-none border-r-0"
        onClick={() => copy(locale)}
      >
        {label}
      </Button>
      <Menu
        label={t('copyIn')}
        entries={locales.map((one) => ({ label: languages(one), onSelect: () => void copy(one) }))}
        trigger={(props) => (
          <button
            {...props}
            type="button"
            aria-label={t('copyIn')}
            title={t('copyIn')}
            className={buttonClasses({ size: 'small' }, 'rounded-l-none px-1.5')}
          >
            <ChevronDown aria-hidden className="size-3.5" />
          </button>
        )}
      />
    </span>
  );
}

async function readTexts(ids: string[], language: Locale): Promise<string> {
  const answer = await readAnswer<{ texts: string[] }>(
    fetch('/api/doorcodes/text', jsonRequest(JSON.stringify({ ids, language }))),
  );
  if (!answer.ok) throw new Error('refused');
  const { texts } = answer.body;
  // The codes were revoked after the page was made.
  if (texts.length === 0) throw new Error('nothing to copy');
  return texts.join('\n\n');
}

/** Safari writes only within the press, so it gets the text as a promise. */
async function writeClipboard(text: Promise<string>): Promise<void> {
  if (typeof ClipboardItem === 'undefined') return navigator.clipboard.writeText(await text);
  const blob = text.then((plain) => new Blob([plain], { type: 'text/plain' }));
  await navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
}
