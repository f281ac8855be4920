'use client';

import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { usePasswordGate } from '@/components/auth/use-password-gate';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { toast } from '@/components/ui/toast';
import type { ErrorCode } from '@/lib/errors';
import { changeWorkspaceSettingsAction } from '@/lib/members/roster/actions';
import type { WorkspaceSettings as Settings } from '@/lib/members/roster/data';
import type { VendorWork } from '@/lib/members/roster/stop-vendor-work';
import { CloseVendorDialog } from './close-vendor-dialog';
import { PairSettings, SettingNote } from './pair-settings';
import { StartPairDialog } from './start-pair-dialog';

type Change = Partial<Settings>;
/** `approval`: the request that the press made. */
type Failure = { of: keyof Change; code: ErrorCode; approval?: string };

/** Who may sign in, and what waits for a second member. */
export function WorkspaceSettings({
  settings,
  mayChange,
  isMember,
  approvers,
  hasOidc,
  vendorWork,
  openLinks,
}: {
  settings: Settings;
  mayChange: boolean;
  /** The viewer signed in as a member, not with the vendor account. */
  isMember: boolean;
  approvers: number;
  /** OpenID Connect is set up. */
  hasOidc: boolean;
  /** What the vendor sign-in ordered and closing it would stop. */
  vendorWork: VendorWork;
  /** One-time links that switching on the second pair of eyes would revoke. */
  openLinks: number;
}) {
  const t = useTranslations('members.settings');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [fault, setFault] = useState<string>();
  const [asking, setAsking] = useState<'vendorSignInClosed' | 'oidcOnly' | 'secondApproval' | null>(null);
  const [doing, setDoing] = useState<keyof Change | null>(null);
  const [pending, startTransition] = useTransition();
  const gate = usePasswordGate(changeWorkspaceSettingsAction);
  const { oidcOnly, vendorSignInClosed, secondApproval, approvalAbove } = settings;

  function change(name: keyof Change, value: boolean | number) {
    setFailure(null);
    setFault(undefined);
    setDoing(name);
    startTransition(async () => {
      const result = await gate.run({ [name]: value });
      if (result?.ok) {
        setAsking(null);
        toast(t('saved'));
      } else {
        setFault(result?.fields?.approvalAbove);
        setFailure(result && !result.fields ? { ...result, of: name } : null);
      }
      setDoing(null);
    });
  }

  const is = (name: keyof Change) => pending && doing === name;
  const codeOf = (name: keyof Change) => (failure?.of === name ? failure.code : null);
  /** Said next to what was pressed, unless its dialog says it. */
  const noted = (name: keyof Change) => (asking === name ? null : codeOf(name));
  return (
    <div className="grid gap-5">
      {mayChange ? null : <p className="text-muted">{t('readOnly')}</p>}
      <section className="grid justify-items-start gap-2">
        <h3 className="font-medium">{t('vendor')}</h3>
        <SettingNote code={noted('vendorSignInClosed')} />
        <p className="max-w-prose text-muted">{t(vendorSignInClosed ? 'vendorClosed' : 'vendorOpen')}</p>
        {!mayChange ? null : vendorSignInClosed ? (
          <Button pending={is('vendorSignInClosed')} onClick={() => change('vendorSignInClosed', false)}>
            {t('openVendor')}
          </Button>
        ) : isMember ? (
          <Button onClick={() => setAsking('vendorSignInClosed')}>{t('closeVendor')}</Button>
        ) : (
          <p className="max-w-prose text-muted text-sm">{t('closeNeedsMember')}</p>
        )}
      </section>
      {hasOidc || oidcOnly ? (
        <OidcSetting
          only={oidcOnly}
          mayChange={mayChange}
          code={noted('oidcOnly')}
          pending={is('oidcOnly') && !asking}
          onSwitch={() => (oidcOnly ? change('oidcOnly', false) : setAsking('oidcOnly'))}
        />
      ) : null}
      <PairSettings
        settings={settings}
        mayChange={mayChange}
        approvers={approvers}
        code={noted('secondApproval') ?? noted('approvalAbove')}
        made={failure?.approval ?? null}
        fault={fault}
        doing={pending && !asking ? doing : null}
        onSwitch={() => (secondApproval ? change('secondApproval', false) : setAsking('secondApproval'))}
        onSave={(value) => change('approvalAbove', value)}
      />
      {/* Both end sessions. */}
      <CloseVendorDialog
        open={asking === 'vendorSignInClosed'}
        work={vendorWork}
        onClose={() => setAsking(null)}
        onConfirm={() => change('vendorSignInClosed', true)}
        pending={is('vendorSignInClosed')}
        error={codeOf('vendorSignInClosed')}
      />
      <ConfirmDialog
        open={asking === 'oidcOnly'}
        onClose={() => setAsking(null)}
        onConfirm={() => change('oidcOnly', true)}
        title={t('requireTitle')}
        description={t('requireText')}
        confirm={t('oidcRequire')}
        pending={is('oidcOnly')}
        error={codeOf('oidcOnly')}
      />
      <StartPairDialog
        open={asking === 'secondApproval'}
        above={approvalAbove}
        links={openLinks}
        onClose={() => setAsking(null)}
        onConfirm={() => change('secondApproval', true)}
        pending={is('secondApproval')}
        error={codeOf('secondApproval')}
      />
      {gate.prompt}
    </div>
  );
}

function OidcSetting({
  only,
  mayChange,
  code,
  pending,
  onSwitch,
}: {
  only: boolean;
  mayChange: boolean;
  code: ErrorCode | null;
  pending: boolean;
  onSwitch: () => void;
}) {
  const t = useTranslations('members.settings');
  return (
    <section className="grid justify-items-start gap-2">
      <h3 className="font-medium">{t('oidc')}</h3>
      <SettingNote code={code} />
      <p className="max-w-prose text-muted">{t(only ? 'oidcOnly' : 'oidcAny')}</p>
      {mayChange ? (
        <Button pending={pending} onClick={onSwitch}>
          {t(only ? 'oidcAllow' : 'oidcRequire')}
        </Button>
      ) : null}
    </section>
  );
}
