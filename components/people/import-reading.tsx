'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';
import { SafeText } from '@/components/ui/safe-text';
import { SelectField } from '@/components/ui/select-field';
import type { Undecided } from '@/lib/registers/import/decode-file';
import { type Encoding, encodingGroups, encodings } from '@/lib/registers/import/encoding-names';
import type { ImportPreview } from '@/lib/registers/import/preview-import';

const separatorNames = { ',': 'comma', ';': 'semicolon', '\t': 'tab' } as const;

function useEncodingName() {
  const t = useTranslations('people.import');
  return (encoding: Encoding) => `${t(`encodings.${encodingGroups[encoding]}`)} (${encoding})`;
}

export function ReadAs({
  preview,
  onChange,
}: {
  preview: ImportPreview;
  onChange: (encoding: Encoding) => void;
}) {
  const t = useTranslations('people.import');
  const common = useTranslations('common');
  const nameOf = useEncodingName();
  const { encoding, separator } = preview;
  return (
    <div className="mb-4 grid gap-3">
      {encoding === null || separator === null ? (
        <p className="text-muted text-sm">{t('readWorkbook')}</p>
      ) : (
        <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
          <EncodingSelect value={encoding} onChange={onChange} />
          <p className="min-w-0 flex-1 basis-60 text-muted text-sm">
            {t('readAs', {
              encoding: nameOf(encoding),
              separator: t(`separators.${separatorNames[separator]}`),
            })}
          </p>
        </div>
      )}
      {preview.noted.length > 0 ? (
        <Notice tone="info">{t('noted', { names: preview.noted.join(common('listComma')) })}</Notice>
      ) : null}
      {preview.unused.length > 0 ? (
        <Notice tone="warn">{t('unused', { names: preview.unused.join(common('listComma')) })}</Notice>
      ) : null}
    </div>
  );
}

/** Samples of a file in each possible encoding. */
export function ChooseReading({
  undecided: { samples, badByte },
  onChoose,
}: {
  undecided: Undecided;
  onChoose: (encoding: Encoding) => void;
}) {
  const t = useTranslations('people.import');
  const nameOf = useEncodingName();
  return (
    <section aria-label={t('choosing.title')}>
      <Panel>
        <div className="grid gap-4">
          <div className="grid gap-1">
            <h2 className="font-semibold text-lg">{t('choosing.title')}</h2>
            <p className="max-w-prose text-muted">
              {badByte ? t('choosing.badByte', badByte) : t('choosing.text')}
            </p>
          </div>
          <ul className="grid gap-3 lg:grid-cols-2">
            {samples.map(({ encoding, lines }) => (
              <li
                key={encoding}
                className="grid min-w-0 content-between gap-3 rounded-lg border border-line p-3"
              >
                <span className="grid min-w-0 gap-0.5">
                  <span className="text-muted text-sm">{nameOf(encoding)}</span>
                  {lines.map((line, index) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one sample never move.
                    <span key={index} className="break-words">
                      <SafeText>{line}</SafeText>
                    </span>
                  ))}
                </span>
                <Button
                  className="w-fit"
                  aria-label={t('choosing.takeAs', { encoding: nameOf(encoding) })}
                  onClick={() => onChoose(encoding)}
                >
                  {t('choosing.take')}
                </Button>
              </li>
            ))}
          </ul>
          <EncodingSelect value="" onChange={onChoose} />
        </div>
      </Panel>
    </section>
  );
}

function EncodingSelect({
  value,
  onChange,
}: {
  value: Encoding | '';
  onChange: (encoding: Encoding) => void;
}) {
  const t = useTranslations('people.import');
  const nameOf = useEncodingName();
  const options = encodings.map((encoding) => ({ value: encoding, label: nameOf(encoding) }));
  return (
    <SelectField
      label={value === '' ? t('choosing.other') : t('encoding')}
      className="w-72 max-w-full"
      options={options}
      {...(value === '' ? { empty: '—' } : {})}
      value={value}
      onChoose={onChange}
    />
  );
}
