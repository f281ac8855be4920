import { useTranslations } from 'next-intl';
import { useErrorWords } from '@/components/ui/error-note';
import type { ErrorCode } from '@/lib/errors';
import { isOutage, type Known } from '@/lib/readings/gaps';

/** A part of a page, by its title, and the readings behind it. */
export type PagePart = { name: string; readings: readonly Pick<Known, 'state' | 'code'>[] };

export type FailedPart = { code: ErrorCode; names: string[] };

/** The parts that could not be read, by reason. */
export function failedPartsOf(parts: readonly PagePart[]): FailedPart[] {
  const failures = parts.flatMap(({ name, readings }) =>
    readings.filter(isOutage).map(({ code }) => ({ name, code: code ?? ('unexpected' as const) })),
  );
  return [...Map.groupBy(failures, ({ code }) => code)].map(([code, alike]) => ({
    code,
    names: [...new Set(alike.map(({ name }) => name))],
  }));
}

/** Says a reason once for all parts of a page that it concerns. */
export function FailedPartLine({ code, names }: FailedPart) {
  const t = useTranslations('table.gaps');
  const common = useTranslations('common');
  const { title, text } = useErrorWords(code);
  return (
    <>
      <p className="font-medium text-warn">{title}</p>
      <p>{text}</p>
      <p>{t('failedParts', { parts: names.join(common('listComma')) })}</p>
    </>
  );
}
