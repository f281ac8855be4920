'use client';

import { useRouter } from 'next/navigation';
import { Button } from '@/components/ui/button';
import { returnFocus, trailOf } from '@/components/ui/return-focus';
import { savePreference } from '@/lib/i18n/preferences/cookie';

export function HideSteps({ label }: { label: string }) {
  const router = useRouter();
  return (
    <Button
      size="small"
      tone="quiet"
      onClick={({ currentTarget }) => {
        returnFocus(trailOf(currentTarget));
        savePreference('steps', '0');
        router.refresh();
      }}
    >
      {label}
    </Button>
  );
}
