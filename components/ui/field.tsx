import { CircleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useId } from 'react';
import { cx } from './classes';

export type FieldProps = {
  label: ReactNode;
  description?: ReactNode;
  /** A key under `errors.fields`, or a ready sentence. */
  error?: string | undefined;
  /** Adds "optional" to the label. Fields are required by default. */
  optional?: boolean;
  className?: string;
};

export function useFieldError(error: string | undefined): string | undefined {
  const t = useTranslations('errors.fields');
  const common = useTranslations();
  if (!error) return undefined;
  const key = error as Parameters<typeof t>[0];
  if (t.has(key)) return t(key);
  // Other namespaces have sentences, too: `people.errors.moveOutFirst`.
  const path = error as Parameters<typeof common>[0];
  return /^[a-z]+(\.[A-Za-z]+)+$/.test(error) && common.has(path) ? common(path) : error;
}

/** Label, control, then description or error, connected for screen readers by ids. */
export function Field({
  label,
  description,
  error,
  optional = false,
  className,
  children,
}: FieldProps & {
  children: (control: {
    id: string;
    'aria-describedby': string | undefined;
    'aria-invalid': true | undefined;
  }) => ReactNode;
}) {
  const t = useTranslations('common');
  const id = useId();
  const sentence = useFieldError(error);
  const described =
    [sentence && `${id}-error`, description && `${id}-hint`].filter(Boolean).join(' ') || undefined;
  return (
    <div className={cx('grid content-start gap-1.5', className)}>
      <label htmlFor={id} className="flex items-baseline gap-2 font-medium">
        <span>{label}</span>
        {optional ? <span className="font-normal text-muted text-xs">{t('optional')}</span> : null}
      </label>
      {children({ id, 'aria-describedby': described, 'aria-invalid': sentence ? true : undefined })}
      {sentence ? (
        <p id={`${id}-error`} className="flex items-start gap-1.5 text-bad text-sm">
          <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          <span>{sentence}</span>
        </p>
      ) : null}
      {description ? (
        <p id={`${id}-hint`} className="text-muted text-sm">
          {description}
        </p>
      ) : null}
    </div>
  );
}
