import { getTranslations } from 'next-intl/server';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
import type { Scope } from '@/lib/auth/scope';
import { codesMadeElsewhere } from '@/lib/doorcodes/elsewhere';
import { ElsewhereList } from './elsewhere-list';

const few = 8;
const most = 500;

/** Under the list of doorcodes: what opened doors and is not in it. Nothing, where all that opened is in it. */
export async function ElsewherePanel({ scope, all }: { scope: Scope; all: boolean }) {
  const [t, { rows, more, doorsUnread }] = await Promise.all([
    getTranslations('doorcodes.elsewhere'),
    codesMadeElsewhere(scope, all ? most : few),
  ]);
  if (rows.length === 0 && doorsUnread === 0) return null;
  return (
    <section id="elsewhere" className="mt-6">
      <Panel title={t('title')} description={t('text')}>
        {doorsUnread > 0 ? <p className="text-muted">{t('doorsUnread', { count: doorsUnread })}</p> : null}
        <ElsewhereList codes={rows} placed />
        {more ? (
          <p className="pt-2">
            {all ? (
              t('most', { count: rows.length })
            ) : (
              <Link href="/doorcodes?made=elsewhere">{t('all')}</Link>
            )}
          </p>
        ) : null}
      </Panel>
    </section>
  );
}
