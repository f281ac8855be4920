import { getTranslations } from 'next-intl/server';
import { Notice } from '@/components/ui/notice';
import { SafeText } from '@/components/ui/safe-text';
import { readWithheld } from '@/lib/archive/withheld';
import type { Scope } from '@/lib/auth/scope';

/**
 * The doors whose events are not shown because the cloud does not tell their rooms apart; nothing where there are none.
 * `doors`: of these doors only.
 */
export async function WithheldNotice({
  scope,
  doors,
  className,
}: {
  scope: Scope;
  doors?: readonly string[];
  className?: string;
}) {
  const withheld = (await readWithheld(scope)).filter(({ gid }) => doors?.includes(gid) ?? true);
  if (withheld.length === 0) return null;
  const t = await getTranslations('events.withheld');
  return (
    <Notice tone="warn" {...(className ? { className } : {})}>
      <ul className="grid gap-1">
        {withheld.map(({ gid, label, building, count }) => (
          <li key={gid}>
            <span className="font-medium">
              <SafeText>{building === '' ? label : `${label} · ${building}`}</SafeText>
            </span>
            <br />
            <span>{t('door', { count })}</span>
          </li>
        ))}
      </ul>
      <p className="mt-1 text-sm">{t('why')}</p>
    </Notice>
  );
}
