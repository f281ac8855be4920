import { Circle, CircleCheck } from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
import type { Scope } from '@/lib/auth/scope';
import { readFirstSteps } from '@/lib/desk/overview/read-needs';
import { HideSteps } from './hide-steps';

const addresses = { doors: '/buildings', people: '/people/import', archive: '/connections' } as const;

/** What a new account can do first. Disappears when all is done, or when the person hides it. */
export async function StepsPanel({ scope }: { scope: Scope }) {
  const [t, done] = await Promise.all([getTranslations('overview'), readFirstSteps(scope)]);
  const steps = (['doors', 'people', 'archive'] as const).flatMap((name) => {
    const isDone = done[name];
    return isDone === undefined ? [] : [{ name, isDone }];
  });
  if (steps.every(({ isDone }) => isDone)) return null;
  return (
    <Panel flush className="mb-4" title={t('steps.title')} actions={<HideSteps label={t('steps.hide')} />}>
      <ol className="grid divide-line max-sm:divide-y sm:auto-cols-fr sm:grid-flow-col sm:divide-x">
        {steps.map(({ name, isDone }) => {
          const Icon = isDone ? CircleCheck : Circle;
          return (
            <li key={name} className="flex items-start gap-3 px-4 py-2.5">
              <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${isDone ? 'text-good' : 'text-muted'}`} />
              <div className="min-w-0">
                {isDone ? (
                  <p>
                    <span>{t(`steps.${name}`)}</span>
                    <span className="text-muted text-sm"> · {t('steps.done')}</span>
                  </p>
                ) : (
                  <p>
                    <Link href={addresses[name]}>{t(`steps.${name}`)}</Link>
                  </p>
                )}
                <p className="text-muted text-sm">{t(`steps.${name}Text`)}</p>
              </div>
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}
