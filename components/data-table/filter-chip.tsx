'use client';

import { ChevronDown, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { buttonClasses } from '@/components/ui/button';
import { cx } from '@/components/ui/classes';
import { Popover } from '@/components/ui/popover';
import { SafeText } from '@/components/ui/safe-text';

/** What a list is filtered by, on paper. */
export function PrintedFilter({ label, value }: { label: string; value?: string }) {
  const t = useTranslations('common');
  return (
    <span className="hidden text-sm print:inline">
      <span>{label}</span>
      {value === undefined ? null : (
        <>
          <span>{t('colon')}</span>
          <SafeText>{value}</SafeText>
        </>
      )}
    </span>
  );
}

/** A filter as a button that shows its value, opens its choices, and can be cleared. */
export function FilterChip({
  label,
  value,
  printed = value,
  wide = false,
  onClear,
  children,
}: {
  label: string;
  value: string | null;
  /** The value in full, for paper. */
  printed?: string | null;
  /** For a range, whose end must be in sight. */
  wide?: boolean;
  onClear: () => void;
  children: (close: () => void) => ReactNode;
}) {
  const t = useTranslations('table');
  return (
    <span className="inline-flex shrink-0">
      {printed === null ? null : <PrintedFilter label={label} value={printed} />}
      <Popover
        role="dialog"
        label={label}
        className="w-64 p-1"
        trigger={(props) => (
          <button
            {...props}
            type="button"
            aria-haspopup="dialog"
            title={printed !== value && printed !== null ? printed : undefined}
            className={cx(
              buttonClasses({ tone: 'plain', size: 'small' }),
              'min-h-8',
              wide ? 'max-w-96' : 'max-w-64',
              value === null ? 'border-dashed text-muted' : 'rounded-r-none border-r-0',
            )}
          >
            <span className={cx(value !== null && 'text-muted')}>{label}</span>
            {value === null ? (
              <ChevronDown aria-hidden className="size-3.5 text-faint" />
            ) : (
              <span className="truncate">
                <SafeText>{value}</SafeText>
              </span>
            )}
          </button>
        )}
      >
        {children}
      </Popover>
      {value === null ? null : (
        <button
          type="button"
          aria-label={t('clearOne', { filter: label })}
          title={t('clearOne', { filter: label })}
          className={buttonClasses({ tone: 'plain', size: 'small' }, 'min-h-8 rounded-l-none text-muted')}
          onClick={onClear}
        >
          <X aria-hidden className="size-3.5" />
        </button>
      )}
    </span>
  );
}
