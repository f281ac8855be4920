import {
  Building2,
  DoorOpen,
  FileDown,
  KeyRound,
  LayoutDashboard,
  ListChecks,
  type LucideIcon,
  Plug,
  QrCode,
  ScrollText,
  Settings,
  Share2,
  UserRoundCheck,
  Users,
} from 'lucide-react';
import type { DestinationName } from '@/lib/abilities/destinations';

export const destinationIcons: Record<DestinationName, LucideIcon> = {
  overview: LayoutDashboard,
  buildings: Building2,
  masters: UserRoundCheck,
  shares: Share2,
  doorcodes: QrCode,
  events: DoorOpen,
  people: Users,
  keys: KeyRound,
  jobs: ListChecks,
  exports: FileDown,
  connections: Plug,
  audit: ScrollText,
  settings: Settings,
};
