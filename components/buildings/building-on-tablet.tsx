import { cx } from '@/components/ui/classes';
import { SafeText } from '@/components/ui/safe-text';

/** The building after a room's name. On a tablet, or `always`, no other column of these lists says which building it is. */
export function BuildingOnTablet({ name, always = false }: { name: string; always?: boolean }) {
  return (
    <span className={cx('hidden text-muted', always ? 'sm:inline' : 'sm:max-xl:inline')}>
      <span>{' · '}</span>
      <SafeText>{name}</SafeText>
    </span>
  );
}
