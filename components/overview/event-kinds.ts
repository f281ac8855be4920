import {
  CircleHelp,
  CreditCard,
  Grid3x3,
  type LucideIcon,
  Phone,
  PhoneCall,
  QrCode,
  Smartphone,
} from 'lucide-react';

const kinds = {
  '0': { word: 'call', icon: Phone },
  '1': { word: 'answered', icon: PhoneCall },
  '2': { word: 'doorcode', icon: QrCode },
  '3': { word: 'pin', icon: Grid3x3 },
  '4': { word: 'app', icon: Smartphone },
  '5': { word: 'card', icon: CreditCard },
} as const satisfies Record<string, { word: string; icon: LucideIcon }>;

const other = { word: 'other', icon: CircleHelp } as const;

export function eventKind(type: string | number): (typeof kinds)[keyof typeof kinds] | typeof other {
  const key = String(type);
  return key in kinds ? kinds[key as keyof typeof kinds] : other;
}
