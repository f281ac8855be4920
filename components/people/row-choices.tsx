'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { SafeText } from '@/components/ui/safe-text';
import type { RowPreview } from '@/lib/registers/import/plan';
import type { RowChoice } from '@/lib/registers/import/schema';

type Decide = (lines: readonly number[], choice: RowChoice | null) => void;

/** Choices that only a person can make: the room, or that a row is another person of the same name. */
export function RowChoices({
  row,
  rows,
  disabled,
  onDecide,
}: {
  row: RowPreview;
  rows: readonly RowPreview[];
  disabled: boolean;
  onDecide: Decide;
}) {
  const t = useTranslations('people.import');
  const { choice, line } = row;
  if (choice) {
    return (
      <span className="mt-1 flex flex-wrap items-center gap-2 text-muted">
        <span>{'room' in choice ? t('chosenRoom') : t('chosenAnother')}</span>
        <Button size="small" disabled={disabled} onClick={() => onDecide([line], null)}>
          {t('undoChoice')}
        </Button>
      </span>
    );
  }
  return (
    <>
      {row.offers.map((room) => {
        const alike = rows
          .filter((other) => other.choice === null && isAlike(other, row))
          .filter((other) => other.offers.some(({ roomKey }) => roomKey === room.roomKey))
          .map((other) => other.line);
        const words = [room.building, room.unit].filter(Boolean).join(' · ');
        return (
          <span key={room.roomKey} className="mt-1 flex flex-wrap items-center gap-2">
            <SafeText>
              {hasLostZeros(row.unit, room.unit)
                ? t('offerZeros', { room: words, written: row.unit })
                : t('offer', { room: words })}
            </SafeText>
            <Button size="small" disabled={disabled} onClick={() => onDecide([line], { room: room.roomKey })}>
              {t('useOffer')}
            </Button>
            {alike.length > 1 ? (
              <Button
                size="small"
                disabled={disabled}
                onClick={() => onDecide(alike, { room: room.roomKey })}
              >
                {t('useForAll', { count: alike.length })}
              </Button>
            ) : null}
          </span>
        );
      })}
      {row.mayBeAnother ? (
        <Button
          className="mt-1"
          size="small"
          disabled={disabled}
          onClick={() => onDecide([line], { another: true })}
        >
          {t('isAnother')}
        </Button>
      ) : null}
    </>
  );
}

/** True if a spreadsheet may have turned 0101 into 101. */
function hasLostZeros(written: string, unit: string): boolean {
  return written !== unit && /^\d+$/.test(written) && unit.replace(/^0+/, '') === written;
}

function isAlike(one: RowPreview, other: RowPreview): boolean {
  return one.building === other.building && one.unit === other.unit;
}
