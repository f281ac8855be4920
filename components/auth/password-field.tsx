'use client';

import { Eye, EyeOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ComponentProps, useState } from 'react';
import { IconButton } from '@/components/ui/button';
import { TextField } from '@/components/ui/text-field';

export function PasswordField(props: Omit<ComponentProps<typeof TextField>, 'type'>) {
  const t = useTranslations('auth.signIn');
  const [shown, setShown] = useState(false);
  return (
    <TextField
      {...props}
      // Its type does not say so while the password is shown.
      data-secret
      type={shown ? 'text' : 'password'}
      spellCheck={false}
      autoCapitalize="none"
      autoCorrect="off"
      trailing={
        <IconButton
          icon={shown ? EyeOff : Eye}
          label={shown ? t('hidePassword') : t('showPassword')}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
        />
      }
    />
  );
}
