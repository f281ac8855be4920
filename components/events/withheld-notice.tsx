import { getTranslations } from 'next-intl/server';
import { FoldOnPhone } from '@/components/ui/fold-on-phone';
import { Notice } from '@/components/ui/notice';
import { SafeText } from '@/components/ui/safe-text';
import { readWithheld } from '@/lib/archive/coverage/withheld-doors';
import type { Scope } from '@/lib/auth/scope';

/** Lists doors with withheld events, how many, and why. Renders nothing if there are none. `doors` limits the list. */
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
  const [t, common] = await Promise.all([getTranslations('events.withheld'), getTranslations('common')]);
  const words = { more: common('more'), less: common('less') };
  const reasons = [...new Set(withheld.map(({ because }) => because))];
  return (
    <Notice tone="warn" {...(className ? { className } : {})}>
      {withheld.length > 1 ? (
        <p className="font-medium sm:hidden">
          {t('inAll', {
            doors: withheld.length,
            count: withheld.reduce((sum, { count }) => sum + count, 0),
          })}
        </p>
      ) : null}
      <FoldOnPhone words={words}>
        <ul className="grid gap-1">
          {withheld.map(({ gid, label, building, count, because }) => (
            <li key={gid}>
              <span className="font-medium">
                <SafeText>{building === '' ? label : `${label} · ${building}`}</SafeText>
              </span>
              <span className="max-sm:hidden">{common('colon')}</span>
              <br className="sm:hidden" />
              <span>{t(`${because}.door`, { count })}</span>
            </li>
          ))}
        </ul>
        {reasons.map((because) => (
          <p key={because} className="mt-1 text-sm">
            {t(`${because}.why`)}
          </p>
        ))}
      </FoldOnPhone>
    </Notice>
  );
}
