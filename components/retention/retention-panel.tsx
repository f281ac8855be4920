'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { OnceOpened } from '@/components/ui/once-opened';
import { Panel } from '@/components/ui/panel';
import { RelativeTime } from '@/components/ui/relative-time';
import { SafeText } from '@/components/ui/safe-text';
import type { Retention } from '@/lib/archive/retention/data';
import { HoldList } from './hold-list';

const RuleDialog = dynamic(() => import('./rule-dialog').then((module) => module.RuleDialog), { ssr: false });

export function RetentionPanel({ building, rule, holds }: Retention & { building: string }) {
  const t = useTranslations('retention');
  const [editing, setEditing] = useState(false);
  return (
    <Panel
      title={t('title')}
      actions={
        <span data-chrome>
          <Button size="small" onClick={() => setEditing(true)}>
            {t('change')}
          </Button>
        </span>
      }
    >
      <p>{rule ? t(`rule.${rule.mode}`, { days: rule.days }) : t('keep')}</p>
      {rule ? (
        <p className="text-muted text-sm">
          {t.rich('by', {
            who: () => <SafeText>{rule.actor}</SafeText>,
            time: () => <RelativeTime at={rule.changedAt} />,
          })}
        </p>
      ) : null}
      {rule ? (
        <p className="text-muted text-sm" role="status">
          {rule.running || rule.finishedAt === null ? (
            t('running', { count: rule.affected })
          ) : (
            <span key="lastRun">
              {t.rich('lastRun', {
                count: rule.lastAffected ?? 0,
                time: () => <RelativeTime at={rule.finishedAt ?? ''} />,
              })}
            </span>
          )}
        </p>
      ) : null}
      <HoldList building={building} holds={holds} />
      <OnceOpened open={editing}>
        <RuleDialog
          key={`${rule?.mode} ${rule?.days}`}
          open={editing}
          building={building}
          rule={rule}
          onClose={() => setEditing(false)}
        />
      </OnceOpened>
    </Panel>
  );
}
