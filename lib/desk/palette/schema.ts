import { z } from 'zod';
import { textFilter } from '../../table/query';

export const paletteQuery = z.object({ q: textFilter(100) });
