import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { markedCharacters } from '@/lib/text/mark-hidden';

/**
 * Text from the vendor or a file. Shows direction and zero-width characters by their code. "‮txt.exe" must not look
 * like something else. A Cyrillic letter in an account must not look like a Latin one. <bdi> keeps Arabic names from
 * changing the text around them.
 */
export function SafeText({ children }: { children: string }) {
  return (
    // A new text gets a new element, because a page translation may have moved the parts of the old one.
    <bdi key={children}>
      <VisibleText text={children} />
    </bdi>
  );
}

const names = { hidden: 'hiddenCharacter', otherScript: 'letterOfOtherScript' } as const;

function VisibleText({ text }: { text: string }): ReactNode {
  const t = useTranslations('common');
  const parts = markedCharacters(text);
  if (parts.length === 1 && parts[0]?.kind === 'text') return text;
  return parts.map((part, index) =>
    part.kind === 'text' ? (
      part.text
    ) : (
      <span
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move.
        key={index}
        role="img"
        aria-label={t(names[part.kind], { code: part.code })}
        title={t(names[part.kind], { code: part.code })}
        className="mx-px rounded-sm bg-warn-soft px-0.5 font-mono text-[0.7em] text-warn"
      >
        {part.code}
      </span>
    ),
  );
}
