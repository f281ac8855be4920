'use client';

import { KeyRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { SafeText } from '@/components/ui/safe-text';
import type { Lock } from '@/lib/doordeer/words';
import { useWindowWords } from './use-window-words';

export type SummaryTarget = { building: string; zone: string; locks: Lock[] };

/** What pressing the button will do, in one sentence for each building. */
export function IssueSummary({ targets, from, to }: { targets: SummaryTarget[]; from: string; to: string }) {
  const t = useTranslations('doorcodes.form');
  const words = useWindowWords();
  const groups = [
    ...Map.groupBy(targets, (target) => JSON.stringify([target.building, target.zone])).values(),
  ];
  const ready = groups.length > 0 && from !== '' && to !== '';
  return (
    <div aria-live="polite" className="rounded-lg bg-sunken px-4 py-3">
      <p className="mb-1 flex items-center gap-2 font-medium">
        <KeyRound aria-hidden className="size-4 text-muted" />
        {t('summary')}
      </p>
      {ready ? (
        <>
          <ul className="grid gap-1">
            {groups.map((group) => {
              const [first] = group;
              if (!first) return null;
              return (
                <li key={`${first.building} ${first.zone}`}>
                  <SafeText>
                    {words.sentence({
                      locks: group.flatMap((target) => target.locks),
                      building: first.building,
                      fromWall: from,
                      toWall: to,
                      zone: first.zone,
                    })}
                  </SafeText>
                </li>
              );
            })}
          </ul>
          {targets.length > 1 ? (
            <p className="mt-1 text-muted">{t('several', { count: targets.length })}</p>
          ) : null}
        </>
      ) : (
        <p className="text-muted">{t('summaryEmpty')}</p>
      )}
    </div>
  );
}
