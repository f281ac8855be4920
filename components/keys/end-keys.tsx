'use client';

import { TriangleAlert, Undo2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { EntryAction, type EntryActionProps } from '@/components/registers/entry-action';
import { reportKeysLostAction, returnKeysAction, undoEndKeysAction } from '@/lib/registers/keys/actions';
import { Amount } from './amount';
import { selectedKeys } from './selected-keys';

type Props = EntryActionProps & { as: 'returned' | 'lost'; today: string };

/** Records that keys were given back, or lost, on a day. */
export function EndKeys({ as, today, ...props }: Props) {
  const t = useTranslations(as === 'returned' ? 'keys.giveBack' : 'keys.lost');
  const deposits = useTranslations('keys.giveBack');
  const { count } = props;
  return (
    <EntryAction
      {...props}
      {...selectedKeys}
      icon={as === 'returned' ? Undo2 : TriangleAlert}
      button={t('button')}
      tone={as === 'returned' ? 'primary' : 'danger'}
      title={t('title', { count })}
      text={t('text')}
      confirm={() => t('confirm', { count })}
      day={{ label: t('day'), today }}
      act={as === 'returned' ? returnKeysAction : reportKeysLostAction}
      done={({ already, ...about }) =>
        t('done', about) + (already > 0 ? ` ${t('already', { count: already })}` : '')
      }
      undo={undoEndKeysAction}
      undone={(about) => t('undone', about)}
      numberOut={t('numberOut')}
    >
      {({ deposits: due }) =>
        (as === 'returned' ? due : []).map((amount) => (
          <p key={amount.currency} className="mt-3">
            {deposits.rich('deposit', { amount: () => <Amount amount={amount} /> })}
          </p>
        ))
      }
    </EntryAction>
  );
}
