'use client';

import { SafeText } from '@/components/ui/safe-text';
import type { SelectedKeys } from '@/lib/registers/keys/selection';
import { KeyName } from './key-name';

/** What a question about keys asks for and names. */
export const selectedKeys = {
  path: '/api/keys/selection',
  names: ({ keys }: SelectedKeys) =>
    keys.map((key) => ({
      id: key.id,
      name: <KeyName row={key} />,
      note: <SafeText>{key.holder}</SafeText>,
    })),
};
