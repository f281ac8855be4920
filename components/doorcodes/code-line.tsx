'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { SafeText } from '@/components/ui/safe-text';
import { nameInBuilding } from '@/lib/devices/door-names';
import type { DoorcodeRow } from '@/lib/doorcodes/data';
import { labelText } from '@/lib/text/visible-text';
import { DoorcodeDigits } from './doorcode-digits';
import { DoorcodeState } from './doorcode-state';
import { useWindowWords } from './use-window-words';

/** One doorcode in a short list: of a room, or of all of a resident's rooms. */
export function CodeLine({
  row,
  named,
  onRevoke,
}: {
  row: DoorcodeRow;
  /** Names the door. */
  named: boolean;
  onRevoke: (() => void) | null;
}) {
  const t = useTranslations('doorcodes');
  const words = useWindowWords();
  const name = row.name.trim() || t('unnamed');
  const type = words.type(row.validType, 'short');
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
      <span className="min-w-40 flex-1">
        <Link plain href={`/doorcodes/${row.id}`}>
          <SafeText>{name}</SafeText>
        </Link>
        <span className="block text-muted text-sm">
          <span>{words.windowInZone(row)}</span>
          {named ? (
            <>
              <span>{' · '}</span>
              <SafeText>{nameInBuilding(row.door, row.building)}</SafeText>
            </>
          ) : null}
          {row.madeBy ? (
            <>
              <span>{' · '}</span>
              <SafeText>{t('madeByAccount', { account: row.madeBy })}</SafeText>
            </>
          ) : null}
          {row.cutOff ? <span className="text-warn"> · {t(`cutOff.${row.cutOff}`)}</span> : null}
          {type ? <span className="text-warn"> · {type}</span> : null}
        </span>
      </span>
      <DoorcodeState row={row} />
      <DoorcodeDigits row={row} />
      {onRevoke && row.state !== 'expired' ? (
        <span data-chrome>
          <Button size="small" tone="quiet" onClick={onRevoke}>
            {t('revoke')}
            <span className="sr-only"> {labelText(name)}</span>
          </Button>
        </span>
      ) : null}
    </li>
  );
}
