import { SafeText } from '@/components/ui/safe-text';

/** The building after a room's name. On a tablet no other column of these lists says which building it is. */
export function BuildingOnTablet({ name }: { name: string }) {
  return (
    <span className="hidden text-muted sm:max-xl:inline">
      <span>{' · '}</span>
      <SafeText>{name}</SafeText>
    </span>
  );
}
