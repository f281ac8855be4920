import { Link } from '@/components/ui/link';
import { SafeText } from '@/components/ui/safe-text';
import type { EventRow } from '@/lib/archive/search/rows';
import { writeSearchParams } from '@/lib/table/search-params';

type Named = Pick<EventRow, 'account' | 'codeName' | 'gid' | 'channel' | 'at'>;

/** The account or doorcode of an event, as a link to the person or code. `inRow`: Tab reaches the row, whose panel has it too. */
export function EventWho({ row, inRow = false }: { row: Named; inRow?: boolean }) {
  const who = row.account ?? row.codeName;
  if (!who) return null;
  return (
    <Link
      plain={inRow}
      className="font-normal"
      prefetch={false}
      tabIndex={inRow ? -1 : undefined}
      href={sourceHref(row)}
    >
      <SafeText>{who}</SafeText>
    </Link>
  );
}

function sourceHref({ account, codeName, gid, channel, at }: Named): string {
  const named = account ? { account } : { code: codeName };
  return `/event-source?${writeSearchParams({ door: gid, channel, at, ...named })}`;
}
