'use client';

import { useTranslations } from 'next-intl';
import { RadioGroup } from '@/components/ui/radio-group';
import type { Role } from '@/lib/doordeer/words';

export const allRoles: readonly Role[] = ['manager', 'landlord', 'tenant'];

/** To the cloud one account can be several people, so the role is needed: see account_type in docs/vendor.md. */
export function RoleField({
  label,
  roles = allRoles,
  chosen = roles[0] ?? 'manager',
  mayBeUnsure = false,
  error,
}: {
  label: string;
  roles?: readonly Role[];
  chosen?: Role | 'unsure';
  mayBeUnsure?: boolean;
  error?: string | undefined;
}) {
  const t = useTranslations();
  return (
    <RadioGroup<Role | 'unsure'>
      label={label}
      name="role"
      defaultValue={chosen}
      error={error}
      options={[
        ...roles.map((role) => ({
          value: role,
          label: t(`common.roles.${role}`),
          description: t(`auth.roleHints.${role}`),
        })),
        ...(mayBeUnsure
          ? [
              {
                value: 'unsure' as const,
                label: t('auth.signIn.unsure'),
                description: t('auth.signIn.unsureHint'),
              },
            ]
          : []),
      ]}
    />
  );
}
