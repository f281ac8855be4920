import { FileUp } from 'lucide-react';
import type { ComponentProps } from 'react';
import { labelText } from '@/lib/text/visible-text';
import { buttonClasses } from './button';

/** Chooses a file. The native button would use the browser's language, so it lies invisibly above ours. */
export function FileButton({
  label,
  fileName,
  tone = 'plain',
  ...input
}: Omit<ComponentProps<'input'>, 'type' | 'className'> & {
  /** Shown until a file is chosen. */
  label: string;
  fileName: string | null;
  tone?: 'plain' | 'primary';
}) {
  return (
    <span className="relative inline-flex max-w-full justify-self-start">
      <input {...input} type="file" className="peer absolute inset-0 z-10 w-full cursor-pointer opacity-0" />
      <span
        aria-hidden
        className={buttonClasses(
          { tone },
          'max-w-full peer-focus-visible:outline-2 peer-focus-visible:outline-accent-ink peer-focus-visible:outline-offset-2',
        )}
      >
        <FileUp className="size-4 shrink-0" />
        <span className="truncate">{fileName === null ? label : labelText(fileName)}</span>
      </span>
    </span>
  );
}
