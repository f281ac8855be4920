'use client';

import { cx } from '@/components/ui/classes';

type Props = {
  name: string;
  label: string;
  hint?: string;
  checked: boolean;
  onChoose: (name: string) => void;
};

export function ZoneOption({ name, label, hint, checked, onChoose }: Props) {
  return (
    <label
      className={cx(
        'flex cursor-pointer items-baseline gap-2 rounded px-2 py-1 hover:bg-hover pointer-coarse:py-2.5',
        checked && 'bg-accent-soft',
      )}
    >
      <input type="radio" name="zone" value={name} checked={checked} onChange={() => onChoose(name)} />
      <span className="min-w-0">
        <span>{label}</span>
        {hint ? <span className="block text-muted text-sm">{hint}</span> : null}
      </span>
    </label>
  );
}
