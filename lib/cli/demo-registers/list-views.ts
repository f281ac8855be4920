import type { Scope } from '../../auth/scope';

type ListedView = { name: string; query: string };

const pairs = (key: string, values: readonly (string | number)[]) =>
  values.map((value) => [key, String(value)]);

export function listViews({ role, channels }: Scope): ListedView[] {
  const buildings = new Set(channels.map(({ buildingName }) => buildingName));
  const offices = '48 Mercer Street';
  const view = (name: string, ...query: string[][]) => ({
    name,
    query: new URLSearchParams(query.map(([key = '', value = '']) => [key, value])).toString(),
  });
  const night = view('Night, 23:00 to 05:00', ...pairs('hour', [23, 0, 1, 2, 3, 4]));
  const codes = view('Doorcodes used', ['type', '2']);
  const unanswered = view('Calls', ...pairs('type', [0, 1]));
  if (role === 'manager')
    return [
      night,
      codes,
      view('Cleaners', ['q', 'clean']),
      ...(buildings.has(offices)
        ? [view('Offices at the weekend', ['building', offices], ...pairs('weekday', [6, 7]))]
        : []),
    ];
  return role === 'landlord' ? [codes, night] : [codes, unanswered];
}
