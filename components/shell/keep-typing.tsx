'use client';

import { useEffect } from 'react';
import { keepTyping } from './kept-typing';

/** Draws nothing; see `keepTyping`. */
export function KeepTyping() {
  useEffect(keepTyping, []);
  return null;
}
