'use client';

import { useTranslations } from 'next-intl';
import { Link } from '@/components/ui/link';
import { RelativeTime } from '@/components/ui/relative-time';
import { SafeText } from '@/components/ui/safe-text';
import type { ElsewhereCode } from '@/lib/doorcodes/find-elsewhere';

/** Codes that opened a door but are in no list of that door. Each links to its events. */
export function ElsewhereList({ codes, placed = false }: { codes: ElsewhereCode[]; placed?: boolean }) {
  const t = useTranslations('doorcodes.elsewhere');
  return (
    <ul className="divide-y divide-line">
      {codes.map((code) => (
        <li key={`${code.gid} ${code.name}`} className="flex flex-wrap items-baseline gap-x-3 gap-y-1 py-2">
          <span className="min-w-40 flex-1 break-words">
            <Link plain href={`/events?${new URLSearchParams({ type: '2', door: code.gid, q: code.name })}`}>
              <SafeText>{code.name}</SafeText>
            </Link>
            {placed ? (
              <span className="block text-muted text-sm">
                <SafeText>
                  {[code.unit, code.door, code.building].filter((part) => part).join(' · ')}
                </SafeText>
              </span>
            ) : null}
          </span>
          <span className="text-muted text-sm">
            <span className="block">
              {t.rich('lastUsed', {
                time: () => <RelativeTime key="at" at={code.lastUsedAt} zone={code.zone} />,
              })}
            </span>
            <Doubt code={code} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function Doubt({ code: { doubt, zone } }: { code: ElsewhereCode }) {
  const t = useTranslations('doorcodes.elsewhere.doubt');
  if (doubt === null) return null;
  if (doubt.kind === 'partly') {
    return <span className="block">{t('partly', { unread: doubt.unread, rooms: doubt.rooms })}</span>;
  }
  return (
    <span className="block">
      {t.rich('since', { time: () => <RelativeTime key="read" at={doubt.readAt} zone={zone} /> })}
    </span>
  );
}
