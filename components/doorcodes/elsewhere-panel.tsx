import { getTranslations } from 'next-intl/server';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
import type { Scope } from '@/lib/auth/scope';
import { codesMadeElsewhere } from '@/lib/doorcodes/find-elsewhere';
import { ElsewhereList } from './elsewhere-list';

const few = 8;
const most = 500;

/** Codes that opened doors and are not in the list above. */
export async function ElsewherePanel({ scope, all }: { scope: Scope; all: boolean }) {
  const [t, { rows, total, doorsUnread }] = await Promise.all([
    getTranslations('doorcodes.elsewhere'),
    codesMadeElsewhere(scope, all ? most : few),
  ]);
  if (rows.length === 0 && doorsUnread === 0) return null;
  return (
    <section id="elsewhere" className="mt-6">
      <Panel title={t('title')} description={t('text')}>
        {doorsUnread > 0 ? <p className="text-muted">{t('doorsUnread', { count: doorsUnread })}</p> : null}
        <ElsewhereList codes={rows} placed />
        {total > few ? (
          <p className="flex flex-wrap gap-x-3 pt-2">
            {total > rows.length ? (
              // On a screen the link next to it has the number.
              <span key="most" className={all ? undefined : 'hidden print:inline'}>
                {t('most', { count: rows.length, total })}
              </span>
            ) : null}
            {/* No scrolling: this list is at the end of the page. */}
            <Link data-chrome href={all ? '/doorcodes' : '/doorcodes?made=elsewhere'} scroll={false}>
              {all ? t('fewer') : t('all', { count: total })}
            </Link>
          </p>
        ) : null}
      </Panel>
    </section>
  );
}
