'use client';

import { useLocale, useNow, useTranslations } from 'next-intl';
import { Code } from '@/components/ui/code';
import { SafeText } from '@/components/ui/safe-text';
import type { StepTarget } from '@/lib/db/tables/jobs';
import { zoneWordsAtWall } from '@/lib/devices/time-zone';
import { windowWords } from '@/lib/doorcodes/window-words';
import type { StepDoorcode } from '@/lib/jobs/plan';

/** Whose share or master, or which doorcode. Codes of one name differ by their digits and their period. */
export function StepWhat({ target, doorcode }: { target: StepTarget; doorcode: StepDoorcode | null }) {
  const made = useTranslations('table.codes');
  const what = target.codeName === undefined ? target.account : target.codeName.trim() || made('unnamed');
  return (
    <>
      {what ? (
        <p className="break-words font-medium">
          <SafeText>{what}</SafeText>
        </p>
      ) : null}
      {doorcode ? <DoorcodeFacts doorcode={doorcode} /> : null}
    </>
  );
}

function DoorcodeFacts({ doorcode }: { doorcode: StepDoorcode }) {
  const { digits, fromWall, toWall, zone, expired } = doorcode;
  const made = useTranslations('table.codes');
  const common = useTranslations('common');
  const locale = useLocale();
  const year = useNow().getUTCFullYear();
  return (
    <p className="flex flex-wrap gap-x-2">
      {digits === null ? null : <Code value={digits} copy={false} />}
      <span className="tabular text-muted">
        {common('inZone', {
          time: windowWords({ from: fromWall, to: toWall }, locale, year),
          zone: zoneWordsAtWall(zone, toWall),
        })}
      </span>
      {expired ? <span className="text-muted">{made('expired')}</span> : null}
    </p>
  );
}
