'use client';

import { useTranslations } from 'next-intl';
import { SafeText } from '@/components/ui/safe-text';
import { SelectField } from '@/components/ui/select-field';
import type { Routes } from '@/lib/jobs/plan';
import { visibleText } from '@/lib/text/visible-text';

/** Lets a person choose the account of a bulk change, and names the accounts that the changes go through. */
export function BulkRoutes({
  routes,
  changes,
  isCurrent,
  via,
  onChoose,
}: {
  routes: Routes;
  changes: number;
  /** False while a new preview is made: then only the choice is shown. */
  isCurrent: boolean;
  /** Empty: by rule. */
  via: string;
  onChoose: (via: string) => void;
}) {
  const t = useTranslations('jobs.through');
  const roles = useTranslations('common.roles');
  const labelOf = ({ account, role, count }: Routes['choices'][number]) => {
    const named = { account: visibleText(account), role: roles(role), count, total: changes };
    return t(routes.inDoubt?.includes(account) ? 'doubtedChoice' : 'choice', named);
  };
  const isOffered = routes.choices.some(({ connectionId }) => connectionId === via);
  return (
    <div className="grid gap-2">
      {routes.choices.length > 0 ? (
        <SelectField
          label={t('label')}
          description={t('bulkHint')}
          name="via"
          value={isOffered ? via : ''}
          options={[
            { value: '', label: t('byRule') },
            ...routes.choices.map((choice) => ({ value: choice.connectionId, label: labelOf(choice) })),
          ]}
          onChoose={onChoose}
        />
      ) : null}
      {isCurrent ? <RouteLines routes={routes} /> : null}
    </div>
  );
}

function RouteLines({ routes: { callers, chosen, stuck, inDoubt = [] } }: { routes: Routes }) {
  const t = useTranslations('jobs.preview');
  return (
    <div className="text-muted text-sm">
      {callers.length > 0 ? (
        <>
          <p>{t('callers')}</p>
          <ul className="list-disc pl-5">
            {callers.map(({ account, count }) => (
              <li key={account} className={inDoubt.includes(account) ? 'text-warn' : undefined}>
                {t.rich(inDoubt.includes(account) ? 'doubtedCaller' : 'caller', {
                  count,
                  account: () => <SafeText key="account">{account}</SafeText>,
                })}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {chosen && chosen.byRule > 0 ? (
        <p className="text-warn">
          {t.rich('byRule', {
            count: chosen.byRule,
            account: () => <SafeText key="account">{chosen.account}</SafeText>,
          })}
        </p>
      ) : null}
      {stuck > 0 ? <p className="text-warn">{t('stuck', { count: stuck })}</p> : null}
    </div>
  );
}
