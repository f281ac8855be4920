type Described = {
  address: string;
  notes: string;
  /** Only where the doors' fixed offset is right all year: their clocks have no summer time. */
  zone?: string;
};

export const buildingTexts: Readonly<Record<string, Described>> = {
  'Harbor View': {
    address: '18 Harbour Crescent\nSingapore 098018',
    notes:
      'Caretaker: Mr Goh, 07:00 to 15:00, office behind the lobby.\nDeliveries over 20 kg through the garage.',
    zone: 'Asia/Singapore',
  },
  海港花园: {
    address: '深圳市南山区海港路 66 号',
    notes: '物业前台：大堂左侧，8:00 至 20:00。',
    zone: 'Asia/Shanghai',
  },
  'Gärtnerstraße 12': {
    address: 'Gärtnerstraße 12\n20253 Hamburg',
    notes: 'VH Vorderhaus, SF Seitenflügel, HH Hinterhaus, GH Gartenhaus.\nMüllabfuhr dienstags.',
  },
  "O'Brien's Court": { address: 'Mill Lane\nDublin 8', notes: 'Mews gate is locked from 22:00.' },
  'برج المرجان': {
    address: 'شارع المرجان 7\nدبي',
    notes: 'مكتب الأمن في الطابق الأرضي.',
    zone: 'Asia/Dubai',
  },
  'Lotus Terrace': {
    address: '4th Cross, Lake Road\nBengaluru 560038',
    notes: 'Block A: east stairs. Block B: west stairs.',
    zone: 'Asia/Kolkata',
  },
  '48 Mercer Street': {
    address: '48 Mercer Street\nNew York, NY 10013',
    notes: 'Shops on the ground floor, offices above.\nLoading dock: book with the superintendent.',
  },
};

/** By building and first lock. A camera has no lock. */
export const doorTexts: Readonly<Record<string, Readonly<Record<string, { name?: string; place: string }>>>> =
  {
    'Harbor View': {
      'Front gate': { place: 'Harbour Crescent' },
      Garage: { place: 'Basement 1' },
      'Rear entrance': { place: 'Service lane' },
      '': { name: 'Lobby camera', place: 'Lobby' },
    },
    'Gärtnerstraße 12': { Haustür: { place: 'Straßenseite' }, Hoftür: { place: 'Durchfahrt zum Hof' } },
    'Lotus Terrace': { '': { name: 'Camera, top floor', place: 'Landing' } },
    "O'Brien's Court": {
      'Main entrance': { place: 'Mill Lane' },
      'Mews gate': { place: 'Behind the court' },
    },
    '48 Mercer Street': {
      'Street door': { place: 'Mercer Street' },
      'Loading dock': { place: 'Side street' },
    },
  };
